package dev.hearth.dispatcher.sql;

import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.Head;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import dev.hearth.protocol.SameBuild;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/** The finished builds. Thread-safe; every method may block on the database. */
public final class BuildArchive implements ArchivedBuilds {
  /** So many builds of a project are looked at for its heads. */
  private static final int MOST_FOR_HEADS = 20_000;

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
                  "insert into builds (id, project, project_name, number, ref, commit_hash, state,"
                      + " agent, accepted_at, ended_at, record) values (:id, :project, :name,"
                      + " :number, :ref, :commit, :state, :agent, :accepted, :ended, :record) on"
                      + " conflict do nothing")
              .bind("id", build.id().value())
              .bind("project", build.request().project().value())
              .bind("name", build.request().projectName().value())
              .bind("number", build.request().number())
              .bind("ref", build.request().ref())
              .bind("commit", build.request().commit().value())
              .bind("state", build.state().word())
              .bind("agent", agent(build))
              .bind("accepted", build.request().acceptedAt().toEpochMilli())
              .bind("ended", build.state().since().toEpochMilli())
              .bind("record", StoredJson.write(build))
              .execute();
      handle
          .createUpdate("delete from under_way where id = :id")
          .bind("id", build.id().value())
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

  /** The build of this number in the project that had this name when it was built. */
  public Optional<BuildRecord> find(ProjectName project, long number) {
    return database.read(handle ->
        handle
            .createQuery(
                "select record from builds where project_name = :name and number = :number"
                    + " order by id desc limit 1")
            .bind("name", project.value())
            .bind("number", number)
            .map(BuildArchive::build)
            .findOne());
  }

  /** The newest first. */
  public List<BuildRecord> list(ArchiveQuery wanted) {
    Conditions conditions = new Conditions();
    if (wanted.projects() != null) {
      if (wanted.projects().isEmpty()) {
        return List.of();
      }
      conditions.add("project in (<projects>)");
    }
    if (wanted.ref() != null) {
      conditions.ref(wanted.ref());
    }
    if (wanted.commit() != null) {
      conditions.commit(wanted.commit());
    }
    if (wanted.agent() != null) {
      conditions.add("agent = :agent", "agent", wanted.agent().value());
    }
    if (wanted.before() != null) {
      conditions.add("id < :before", "before", wanted.before().value());
    }
    if (!wanted.states().isEmpty()) {
      conditions.add("state in (<states>)");
    }
    String where = conditions.where();
    return database.read(handle -> {
      var query =
          handle
              .createQuery("select record from builds" + where + " order by id desc limit :limit")
              .bindMap(conditions.values())
              .bind("limit", wanted.limit());
      if (wanted.projects() != null) {
        query.bindList("projects", wanted.projects().stream().map(ProjectId::value).toList());
      }
      if (!wanted.states().isEmpty()) {
        query.bindList("states", List.copyOf(wanted.states()));
      }
      return query.map(BuildArchive::build).list();
    });
  }

  @Override
  public Optional<SameBuild> same(ProjectId project, String ref, Commit commit) {
    return database.read(handle ->
        handle
            .createQuery(
                "select record from builds where project = :project and ref = :ref"
                    + " and commit_hash = :commit order by id desc limit 100")
            .bind("project", project.value())
            .bind("ref", ref)
            .bind("commit", commit.value())
            .map(BuildArchive::build)
            .stream()
            .filter(build -> build.request().cause() != Cause.MANUAL)
            .map(build -> new SameBuild(build.id(), build.request().number()))
            .findFirst());
  }

  @Override
  public List<Head> heads(ProjectId project) {
    return database.read(handle ->
        ArchivedHeads.of(
            handle
                .createQuery(
                    "select record from builds where project = :project and ref <> ''"
                        + " order by id desc limit :most")
                .bind("project", project.value())
                .bind("most", MOST_FOR_HEADS)
                .map(BuildArchive::build)
                .stream()));
  }

  /**
   * The highest number of a build that has ended, or was under way when that was last copied; 0 for
   * none. Seeds the counter in etcd.
   */
  @Override
  public long lastNumber(ProjectId project) {
    return database.read(handle ->
        handle
            .createQuery(
                "select coalesce(max(number), 0) from (select number from builds where project ="
                    + " :project union all select number from under_way where project = :project)"
                    + " as numbers")
            .bind("project", project.value())
            .mapTo(Long.class)
            .one());
  }

  private static String agent(BuildRecord build) {
    return build.placement() == null ? "" : build.placement().agent().value();
  }

  private static BuildRecord build(ResultSet row, StatementContext context) throws SQLException {
    return StoredJson.read(row.getString("record"), BuildRecord.class);
  }
}
