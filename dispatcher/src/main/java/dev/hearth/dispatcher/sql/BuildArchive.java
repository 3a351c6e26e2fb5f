package dev.hearth.dispatcher.sql;

import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/** The finished builds. Thread-safe; every method may block on the database. */
public final class BuildArchive {
  private final Database database;

  public BuildArchive(Database database) {
    this.database = database;
  }

  /**
   * Whether it was inserted now; false if it stands there already, and then nothing changes.
   *
   * @throws IllegalArgumentException if the build has not ended
   * @throws IllegalStateException if another build has its number in its project
   */
  public boolean insertIfAbsent(BuildRecord build) {
    if (!build.state().ended()) {
      throw new IllegalArgumentException("build " + build.id() + " has not ended");
    }
    return database.write(handle -> {
      int rows =
          handle
              .createUpdate(
                  "insert into builds (id, project, project_name, number, ref, commit_hash,"
                      + " state, accepted_at, ended_at, record) values (:id, :project, :name,"
                      + " :number, :ref, :commit, :state, :accepted, :ended, :record)"
                      + " on conflict do nothing")
              .bind("id", build.id().value())
              .bind("project", build.request().project().value())
              .bind("name", build.request().projectName().value())
              .bind("number", build.request().number())
              .bind("ref", build.request().ref())
              .bind("commit", build.request().commit().value())
              .bind("state", build.state().word())
              .bind("accepted", build.request().acceptedAt().toEpochMilli())
              .bind("ended", build.state().since().toEpochMilli())
              .bind("record", StoredJson.write(build))
              .execute();
      boolean stands =
          handle
              .createQuery("select 1 from builds where id = :id")
              .bind("id", build.id().value())
              .mapTo(Integer.class)
              .findOne()
              .isPresent();
      if (!stands) {
        throw new IllegalStateException(
            "tried to archive build "
                + build.id()
                + " but another one is "
                + build.request().title());
      }
      return rows == 1;
    });
  }

  public Optional<BuildRecord> find(BuildId id) {
    return database.read(handle ->
        handle
            .createQuery("select record from builds where id = :id")
            .bind("id", id.value())
            .map(BuildArchive::build)
            .findOne());
  }

  public Optional<BuildRecord> find(ProjectId project, long number) {
    return database.read(handle ->
        handle
            .createQuery("select record from builds where project = :project and number = :number")
            .bind("project", project.value())
            .bind("number", number)
            .map(BuildArchive::build)
            .findOne());
  }

  /** The newest first. */
  public List<BuildRecord> list(BuildFilter filter) {
    Map<String, Object> conditions = new LinkedHashMap<>();
    if (filter.project() != null) {
      conditions.put("project = :a", filter.project().value());
    }
    if (filter.state() != null) {
      conditions.put("state = :b", filter.state());
    }
    if (filter.ref() != null) {
      conditions.put("ref = :c", filter.ref());
    }
    if (filter.commit() != null) {
      conditions.put("commit_hash = :d", filter.commit().value());
    }
    if (filter.from() != null) {
      conditions.put("accepted_at >= :e", filter.from().toEpochMilli());
    }
    if (filter.to() != null) {
      conditions.put("accepted_at < :f", filter.to().toEpochMilli());
    }
    if (filter.before() != null) {
      conditions.put("id < :g", filter.before().value());
    }
    String where =
        conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions.keySet());
    return database.read(handle -> {
      var query =
          handle.createQuery(
              "select record from builds" + where + " order by id desc limit :limit");
      conditions.forEach(
          (condition, value) -> query.bind(condition.substring(condition.indexOf(':') + 1), value));
      return query.bind("limit", filter.limit()).map(BuildArchive::build).list();
    });
  }

  /** The highest number of a finished build; 0 for none. Seeds the counter in etcd. */
  public long lastNumber(ProjectId project) {
    return database.read(handle ->
        handle
            .createQuery("select coalesce(max(number), 0) from builds where project = :project")
            .bind("project", project.value())
            .mapTo(Long.class)
            .one());
  }

  private static BuildRecord build(ResultSet row, StatementContext context) throws SQLException {
    return StoredJson.read(row.getString("record"), BuildRecord.class);
  }
}
