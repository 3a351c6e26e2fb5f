package dev.hearth.dispatcher.sql;

import dev.hearth.protocol.Commit;
import dev.hearth.protocol.ProjectId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** {@link HeadBaselines} in SQL. Thread-safe. */
public final class Baselines implements HeadBaselines {
  private final Database database;

  public Baselines(Database database) {
    this.database = database;
  }

  @Override
  public Baseline find(ProjectId project) {
    return database.read(handle -> {
      Map<String, KnownHead> heads = new HashMap<>();
      handle
          .createQuery("select ref, commit_hash, at from baseline_heads where project = :project")
          .bind("project", project.value())
          .map((row, _) ->
              heads.put(
                  row.getString("ref"),
                  new KnownHead(
                      new Commit(row.getString("commit_hash")),
                      Instant.ofEpochMilli(row.getLong("at")))))
          .list();
      return handle
          .createQuery("select git_key, problem from baselines where project = :project")
          .bind("project", project.value())
          .map((row, _) -> new Baseline(row.getString("git_key"), row.getString("problem"), heads))
          .findOne()
          .orElse(Baseline.NONE);
    });
  }

  @Override
  public void take(ProjectId project, String gitKey, Map<String, Commit> heads, Instant at) {
    database.write(handle -> {
      handle
          .createUpdate("delete from baseline_heads where project = :project")
          .bind("project", project.value())
          .execute();
      upsert(handle, project, gitKey, "");
      return put(handle, project, heads, at);
    });
  }

  @Override
  public void move(ProjectId project, Map<String, Commit> heads, Instant at) {
    if (!heads.isEmpty()) {
      database.write(handle -> put(handle, project, heads, at));
    }
  }

  @Override
  public void tell(ProjectId project, String problem) {
    database.write(handle -> {
      int known =
          handle
              .createUpdate("update baselines set problem = :problem where project = :project")
              .bind("problem", problem)
              .bind("project", project.value())
              .execute();
      return known == 1 ? known : upsert(handle, project, "", problem);
    });
  }

  /** Nothing happens for a project that was deleted meanwhile. */
  private static int upsert(Handle handle, ProjectId project, String gitKey, String problem) {
    return handle
        .createUpdate(
            "insert into baselines (project, git_key, problem)"
                + " select id, :key, :problem from projects where id = :project"
                + " on conflict (project) do update set git_key = excluded.git_key,"
                + " problem = excluded.problem")
        .bind("project", project.value())
        .bind("key", gitKey)
        .bind("problem", problem)
        .execute();
  }

  private static int put(Handle handle, ProjectId project, Map<String, Commit> heads, Instant at) {
    if (heads.isEmpty()) {
      return 0;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "insert into baseline_heads (project, ref, commit_hash, at)"
                + " select id, :ref, :commit, :at from projects where id = :project"
                + " on conflict (project, ref) do update set commit_hash = excluded.commit_hash,"
                + " at = excluded.at");
    heads.forEach((ref, commit) ->
        batch
            .bind("project", project.value())
            .bind("ref", ref)
            .bind("commit", commit.value())
            .bind("at", at.toEpochMilli())
            .add());
    return batch.execute().length;
  }
}
