package dev.hearth.dispatcher.sql;

import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * A copy of the builds that are under way in etcd, as they were when they were first seen. The
 * archive takes a build out of it. Thread-safe.
 */
public final class UnderWayBuilds {
  private final Database database;

  public UnderWayBuilds(Database database) {
    this.database = database;
  }

  public Set<BuildId> ids() {
    return database.read(handle ->
        new HashSet<>(
            handle
                .createQuery("select id from under_way")
                .map((row, _) -> new BuildId(row.getString("id")))
                .list()));
  }

  public Optional<BuildRecord> find(BuildId id) {
    return database.read(handle ->
        handle
            .createQuery("select record from under_way where id = :id")
            .bind("id", id.value())
            .map((row, _) -> StoredJson.read(row.getString("record"), BuildRecord.class))
            .findOne());
  }

  /** Adds those that are not there. */
  public void add(Collection<BuildRecord> builds) {
    if (builds.isEmpty()) {
      return;
    }
    database.write(handle -> {
      PreparedBatch batch =
          handle.prepareBatch(
              "insert into under_way (id, project, number, record)"
                  + " values (:id, :project, :number, :record) on conflict (id) do nothing");
      for (BuildRecord build : builds) {
        batch
            .bind("id", build.id().value())
            .bind("project", build.request().project().value())
            .bind("number", build.request().number())
            .bind("record", StoredJson.write(build))
            .add();
      }
      return batch.execute().length;
    });
  }

  public void remove(List<BuildId> builds) {
    if (builds.isEmpty()) {
      return;
    }
    database.write(handle -> {
      PreparedBatch batch = handle.prepareBatch("delete from under_way where id = :id");
      builds.forEach(id -> batch.bind("id", id.value()).add());
      return batch.execute().length;
    });
  }
}
