package dev.hearth.dispatcher.sql;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.hearth.dispatcher.projects.ImageRules;
import dev.hearth.protocol.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** What is said of the registry's repositories. Thread-safe; every method may block. */
public final class RepositoryStore {
  private static final TypeReference<List<String>> GLOBS = new TypeReference<>() {};

  private static final String SELECT =
      "select path, public, pushes, pulls, pushed_at, pulled_at from repositories";

  private final Database database;

  public RepositoryStore(Database database) {
    this.database = database;
  }

  /** Whether anybody may pull from it. */
  public boolean isPublic(String path) {
    return database.read(handle ->
        handle
                .createQuery("select count(*) from repositories where path = :path and public = 1")
                .bind("path", path)
                .mapTo(Integer.class)
                .one()
            > 0);
  }

  /**
   * What was seen of a repository.
   *
   * @param pushedAt null: never, as far as the registry told
   * @param pulledAt likewise
   */
  public record Seen(
      long pushes, long pulls, @Nullable Instant pushedAt, @Nullable Instant pulledAt) {
    public static final Seen NOTHING = new Seen(0, 0, null, null);
  }

  /** What is known of a repository beside its images. */
  public record Row(boolean open, Seen seen) {}

  /** Of each path. */
  public Map<String, Row> all() {
    return database.read(handle ->
        handle
            .createQuery(SELECT + " order by path")
            .map((ResultSet row, StatementContext _) -> Map.entry(row.getString("path"), row(row)))
            .list()
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  public Optional<Row> find(String path) {
    return database.read(handle ->
        handle
            .createQuery(SELECT + " where path = :path")
            .bind("path", path)
            .map((ResultSet row, StatementContext _) -> row(row))
            .findOne());
  }

  /** Counts a push or a pull. */
  public void count(String path, boolean push, Instant at) {
    String kind = push ? "pushe" : "pull";
    String when = push ? "pushed_at" : "pulled_at";
    database.write(handle ->
        handle
            .createUpdate(
                "insert into repositories (path, %ss, %s) values (:path, 1, :at) on conflict (path) do update set %ss = repositories.%ss + 1, %s = excluded.%s"
                    .formatted(kind, when, kind, kind, when, when))
            .bind("path", path)
            .bind("at", at.toEpochMilli())
            .execute());
  }

  public void setPublic(String path, boolean open) {
    database.write(handle ->
        handle
            .createUpdate(
                "insert into repositories (path, public) values (:path, :public)"
                    + " on conflict (path) do update set public = excluded.public")
            .bind("path", path)
            .bind("public", open ? 1 : 0)
            .execute());
  }

  public ImageRules rules(ProjectId project) {
    return database.read(handle ->
        handle
            .createQuery(
                "select developers_push, keep_last, keep_tags from image_rules where project = :id")
            .bind("id", project.value())
            .map(RepositoryStore::rules)
            .findOne()
            .orElse(ImageRules.DEFAULT));
  }

  public void setRules(ProjectId project, ImageRules rules) {
    database.write(handle ->
        handle
            .createUpdate(
                "insert into image_rules (project, developers_push, keep_last, keep_tags)"
                    + " values (:id, :developers, :last, :tags) on conflict (project) do update set"
                    + " developers_push = excluded.developers_push, keep_last = excluded.keep_last,"
                    + " keep_tags = excluded.keep_tags")
            .bind("id", project.value())
            .bind("developers", rules.developersPush() ? 1 : 0)
            .bind("last", rules.keepLast())
            .bind("tags", StoredJson.write(rules.keepTags()))
            .execute());
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getInt("public") != 0,
        new Seen(
            row.getLong("pushes"),
            row.getLong("pulls"),
            instant(row.getLong("pushed_at")),
            instant(row.getLong("pulled_at"))));
  }

  private static @Nullable Instant instant(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis);
  }

  private static ImageRules rules(ResultSet row, StatementContext context) throws SQLException {
    return new ImageRules(
        row.getInt("developers_push") != 0,
        row.getInt("keep_last"),
        StoredJson.read(row.getString("keep_tags"), GLOBS));
  }
}
