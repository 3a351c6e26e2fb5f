package dev.hearth.dispatcher.sql;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.hearth.dispatcher.projects.ImageRules;
import dev.hearth.protocol.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.statement.StatementContext;

/** What is said of the registry's repositories. Thread-safe; every method may block. */
public final class RepositoryStore {
  private static final TypeReference<List<String>> GLOBS = new TypeReference<>() {};

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

  private static ImageRules rules(ResultSet row, StatementContext context) throws SQLException {
    return new ImageRules(
        row.getInt("developers_push") != 0,
        row.getInt("keep_last"),
        StoredJson.read(row.getString("keep_tags"), GLOBS));
  }
}
