package dev.hearth.dispatcher.sql;

import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.WantedTag;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/** The tags as they were last written and read back. Thread-safe. */
public final class TagArchive {
  private final Database database;

  public TagArchive(Database database) {
    this.database = database;
  }

  /**
   * Remembers a tag; false, and nothing happens, if a later head of the same ref has written it.
   */
  public boolean record(WantedTag tag) {
    return database.write(handle ->
        handle
                .createUpdate(
                    "insert into tags (repository, tag, digest, commit_hash, ref, sequence,"
                        + " build, written_at) values (:repository, :tag, :digest, :commit,"
                        + " :ref, :sequence, :build, :at)"
                        + " on conflict (repository, tag) do update set"
                        + " digest = excluded.digest, commit_hash = excluded.commit_hash,"
                        + " ref = excluded.ref, sequence = excluded.sequence,"
                        + " build = excluded.build, written_at = excluded.written_at"
                        + " where tags.ref <> excluded.ref"
                        + " or tags.sequence <= excluded.sequence")
                .bind("repository", tag.repository())
                .bind("tag", tag.tag())
                .bind("digest", tag.digest())
                .bind("commit", tag.commit().value())
                .bind("ref", tag.ref())
                .bind("sequence", tag.sequence())
                .bind("build", tag.build().value())
                .bind("at", tag.at().toEpochMilli())
                .execute()
            == 1);
  }

  public Optional<WantedTag> find(String repository, String tag) {
    return database.read(handle ->
        handle
            .createQuery("select * from tags where repository = :repository and tag = :tag")
            .bind("repository", repository)
            .bind("tag", tag)
            .map(TagArchive::tag)
            .findOne());
  }

  /** Tags that move, the one that was written last first. */
  public List<WantedTag> newestMoving(int most) {
    return database.read(handle ->
        handle
            .createQuery("select * from tags where ref <> '' order by written_at desc limit :most")
            .bind("most", most)
            .map(TagArchive::tag)
            .list());
  }

  /** All tags of a repository, by name. */
  public List<WantedTag> of(String repository) {
    return database.read(handle ->
        handle
            .createQuery("select * from tags where repository = :repository order by tag")
            .bind("repository", repository)
            .map(TagArchive::tag)
            .list());
  }

  /** All repositories in which a build ever wrote a tag. */
  public List<String> repositories() {
    return database.read(handle ->
        handle
            .createQuery("select distinct repository from tags order by repository")
            .mapTo(String.class)
            .list());
  }

  /** The tag was deleted: whoever writes it next is its first. */
  public void forget(String repository, String tag) {
    database.write(handle ->
        handle.execute("delete from tags where repository = ? and tag = ?", repository, tag));
  }

  private static WantedTag tag(ResultSet row, StatementContext context) throws SQLException {
    return new WantedTag(
        row.getString("repository"),
        row.getString("tag"),
        row.getString("digest"),
        new Commit(row.getString("commit_hash")),
        row.getString("ref"),
        row.getLong("sequence"),
        new BuildId(row.getString("build")),
        Instant.ofEpochMilli(row.getLong("written_at")));
  }
}
