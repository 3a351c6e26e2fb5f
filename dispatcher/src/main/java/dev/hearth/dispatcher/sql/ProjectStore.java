package dev.hearth.dispatcher.sql;

import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectJson;
import dev.hearth.dispatcher.projects.ProjectSecrets;
import dev.hearth.dispatcher.projects.ProjectSecretsJson;
import dev.hearth.dispatcher.secrets.Sealer;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The projects and their sealed secrets. Thread-safe; every method may block on the database. */
public final class ProjectStore {
  private static final String SELECT =
      "select p.*, s.sealed from projects p join project_secrets s on s.project = p.id ";
  private static final String REVISION = "projects.revision";

  private final Database database;
  private final Sealer sealer;
  private final Clock clock;
  private final GroupHookSecrets groupHooks;

  public ProjectStore(Database database, Sealer sealer, Clock clock) {
    this.database = database;
    this.sealer = sealer;
    this.clock = clock;
    this.groupHooks = new GroupHookSecrets(database, sealer, clock);
  }

  /** The hook secrets of groups, which are good for all of a group's projects. */
  public GroupHookSecrets groupHooks() {
    return groupHooks;
  }

  /**
   * @throws ProjectConflictException if another project has the name or a repository
   */
  public ProjectEntry create(Project project, ProjectSecrets secrets) {
    return database.write(handle -> {
      countRevision(handle);
      Instant now = now();
      ProjectEntry entry = new ProjectEntry(project, secrets, null, null, now, now);
      refuseConflicts(handle, project);
      handle
          .createUpdate(
              "insert into projects (id, name, git_key, json, created_at, changed_at)"
                  + " values (:id, :name, :key, :json, :now, :now)")
          .bind("id", project.id().value())
          .bind("name", project.name().value())
          .bind("key", entry.gitKey())
          .bind("json", StoredJson.write(ProjectJson.write(project)))
          .bind("now", now.toEpochMilli())
          .execute();
      handle
          .createUpdate("insert into project_secrets (project, sealed) values (:id, :sealed)")
          .bind("id", project.id().value())
          .bind("sealed", seal(project.id(), secrets))
          .execute();
      takeRepositories(handle, project);
      return entry;
    });
  }

  /**
   * Replaces a project by what the function makes of it, in one transaction: no change of somebody
   * else's gets lost in between. The function may throw, and nothing has happened then.
   *
   * @throws UnknownProjectException if there is none
   * @throws ProjectConflictException if another project has the name or a repository
   */
  public ProjectEntry change(ProjectId id, UnaryOperator<ProjectEntry> change) {
    return database.write(handle -> {
      countRevision(handle);
      ProjectEntry old = find(handle, id).orElseThrow(() -> new UnknownProjectException(id));
      ProjectEntry next = change.apply(old).changed(now());
      if (!next.project().id().equals(id)) {
        throw new IllegalArgumentException("a change must keep the project's id");
      }
      refuseConflicts(handle, next.project());
      handle
          .createUpdate(
              "update projects set name = :name, git_key = :key, git_host = :host,"
                  + " git_host_project = :hostProject, json = :json, changed_at = :now"
                  + " where id = :id")
          .bind("id", id.value())
          .bind("name", next.project().name().value())
          .bind("key", next.gitKey())
          .bind("host", next.gitHost())
          .bind("hostProject", next.gitHostProject())
          .bind("json", StoredJson.write(ProjectJson.write(next.project())))
          .bind("now", next.changedAt().toEpochMilli())
          .execute();
      handle
          .createUpdate("update project_secrets set sealed = :sealed where project = :id")
          .bind("id", id.value())
          .bind("sealed", seal(id, next.secrets()))
          .execute();
      handle
          .createUpdate("delete from image_repositories where project = :id")
          .bind("id", id.value())
          .execute();
      takeRepositories(handle, next.project());
      return next;
    });
  }

  /** Remembers what the Git host calls the repository, so that a rename there loses no hook. */
  public ProjectEntry learnHost(ProjectId id, String host, String hostProject) {
    return change(id, entry -> entry.knownTo(host, hostProject));
  }

  /** Whether there was one. Its finished builds stay known. */
  public boolean delete(ProjectId id) {
    return database.write(handle -> {
      countRevision(handle);
      // They belong to the next project of this name, whose heads are counted from 1 again.
      handle
          .createUpdate(
              "delete from tags where repository in"
                  + " (select repository from image_repositories where project = :id)")
          .bind("id", id.value())
          .execute();
      int rows =
          handle
              .createUpdate("delete from projects where id = :id")
              .bind("id", id.value())
              .execute();
      return rows == 1;
    });
  }

  public Optional<ProjectEntry> find(ProjectId id) {
    return database.read(handle -> find(handle, id));
  }

  public Optional<ProjectEntry> find(ProjectName name) {
    return database.read(handle ->
        handle
            .createQuery(SELECT + "where p.name = :name")
            .bind("name", name.value())
            .map(this::entry)
            .findOne());
  }

  /** All, by name. */
  public List<ProjectEntry> list() {
    return database.read(
        handle -> handle.createQuery(SELECT + "order by p.name").map(this::entry).list());
  }

  /** Grows with every change of any project. */
  long revision() {
    return database.read(ProjectStore::revision);
  }

  private Optional<ProjectEntry> find(Handle handle, ProjectId id) {
    return handle
        .createQuery(SELECT + "where p.id = :id")
        .bind("id", id.value())
        .map(this::entry)
        .findOne();
  }

  private static void refuseConflicts(Handle handle, Project project) {
    handle
        .createQuery("select id from projects where name = :name and id <> :id")
        .bind("name", project.name().value())
        .bind("id", project.id().value())
        .mapTo(String.class)
        .findOne()
        .ifPresent(_ -> {
          throw new ProjectConflictException(
              "there is a project " + project.name() + " already; choose another name");
        });
    for (String repository : project.repositories()) {
      handle
          .createQuery(
              "select p.name from image_repositories r join projects p on p.id = r.project"
                  + " where r.repository = :repository and p.id <> :id")
          .bind("repository", repository)
          .bind("id", project.id().value())
          .mapTo(String.class)
          .findOne()
          .ifPresent(owner -> {
            throw new ProjectConflictException(
                "the registry's repository "
                    + repository
                    + " belongs to project "
                    + owner
                    + "; choose another name for the project or the image");
          });
    }
  }

  private static void takeRepositories(Handle handle, Project project) {
    for (String repository : project.repositories()) {
      handle
          .createUpdate(
              "insert into image_repositories (repository, project) values (:repository, :id)")
          .bind("repository", repository)
          .bind("id", project.id().value())
          .execute();
    }
  }

  /**
   * Comes first in a transaction: its row's lock makes changes of projects wait for one another.
   */
  static void countRevision(Handle handle) {
    handle
        .createUpdate(
            "insert into settings (name, value) values (:name, '1') on conflict (name)"
                + " do update set value = cast(cast(settings.value as bigint) + 1 as text)")
        .bind("name", REVISION)
        .execute();
  }

  private static long revision(Handle handle) {
    return handle
        .createQuery("select value from settings where name = :name")
        .bind("name", REVISION)
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }

  private ProjectEntry entry(ResultSet row, StatementContext context) throws SQLException {
    ProjectId id = new ProjectId(row.getString("id"));
    return new ProjectEntry(
        ProjectJson.stored(id, StoredJson.tree(row.getString("json"))),
        ProjectSecretsJson.read(StoredJson.tree(sealer.open(place(id), row.getString("sealed")))),
        row.getString("git_host"),
        row.getString("git_host_project"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("changed_at")));
  }

  private String seal(ProjectId id, ProjectSecrets secrets) {
    return sealer.seal(place(id), StoredJson.write(ProjectSecretsJson.write(secrets)));
  }

  private static String place(ProjectId id) {
    return "project_secrets/" + id + "/sealed";
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }
}
