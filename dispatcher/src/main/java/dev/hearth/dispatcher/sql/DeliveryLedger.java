package dev.hearth.dispatcher.sql;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.SameBuild;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/** Which deliveries came, and what was decided about each. Thread-safe. */
public final class DeliveryLedger {
  private static final String NO_BUILDS = "[]";

  private final Database database;

  public DeliveryLedger(Database database) {
    this.database = database;
  }

  /** Writes all of them or none; what stands there already stays as it is. */
  public void record(List<DeliveryEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    database.write(handle -> {
      PreparedBatch batch =
          handle.prepareBatch(
              "insert into delivery_ledger (id, at, host, project, delivery, ref, commit_hash,"
                  + " decision, reason, builds, count) values (:id, :at, :host, :project,"
                  + " :delivery, :ref, :commit, :decision, :reason, :builds, :count)"
                  + " on conflict (id) do nothing");
      for (DeliveryEntry entry : entries) {
        ProjectId project = entry.project();
        batch
            .bind("id", entry.id())
            .bind("at", entry.at().toEpochMilli())
            .bind("host", entry.host())
            .bind("project", project == null ? "" : project.value())
            .bind("delivery", entry.delivery())
            .bind("ref", entry.ref())
            .bind("commit", entry.commit())
            .bind("decision", entry.decision().word())
            .bind("reason", entry.reason())
            .bind("builds", StoredJson.write(entry.builds()))
            .bind("count", entry.count())
            .add();
      }
      return batch.execute().length;
    });
  }

  /** The build that a delivery of this id made; empty if none did. */
  public Optional<SameBuild> build(ProjectId project, String delivery) {
    return database
        .read(handle ->
            handle
                .createQuery(
                    "select * from delivery_ledger where project = :project and delivery ="
                        + " :delivery and builds <> :none order by id limit 1")
                .bind("project", project.value())
                .bind("delivery", delivery)
                .bind("none", NO_BUILDS)
                .map(DeliveryLedger::entry)
                .findOne())
        .flatMap(entry -> entry.builds().stream().findFirst());
  }

  /** The newest first. */
  public List<DeliveryEntry> list(DeliveryQuery wanted) {
    Conditions conditions = new Conditions();
    if (wanted.project() != null) {
      conditions.add("project = :project", "project", wanted.project().value());
    }
    if (wanted.decision() != null) {
      conditions.add("decision = :decision", "decision", wanted.decision());
    }
    if (wanted.ref() != null) {
      conditions.ref(wanted.ref());
    }
    if (wanted.commit() != null) {
      conditions.commit(wanted.commit());
    }
    if (wanted.delivery() != null) {
      conditions.add("delivery = :delivery", "delivery", wanted.delivery());
    }
    if (wanted.before() != null) {
      conditions.add("id < :before", "before", wanted.before());
    }
    String where = conditions.where();
    return database.read(handle ->
        handle
            .createQuery("select * from delivery_ledger" + where + " order by id desc limit :limit")
            .bindMap(conditions.values())
            .bind("limit", wanted.limit())
            .map(DeliveryLedger::entry)
            .list());
  }

  /** Forgets deliveries that came before; how many. */
  public int forget(Instant before) {
    return database.write(handle ->
        handle
            .createUpdate("delete from delivery_ledger where at < :before")
            .bind("before", before.toEpochMilli())
            .execute());
  }

  private static DeliveryEntry entry(ResultSet row, StatementContext context) throws SQLException {
    String project = row.getString("project");
    return new DeliveryEntry(
        row.getString("id"),
        Instant.ofEpochMilli(row.getLong("at")),
        row.getString("host"),
        project.isEmpty() ? null : new ProjectId(project),
        row.getString("delivery"),
        row.getString("ref"),
        row.getString("commit_hash"),
        Decision.find(row.getString("decision")).orElse(Decision.FILTERED),
        row.getString("reason"),
        StoredJson.read(row.getString("builds"), new TypeReference<List<SameBuild>>() {}),
        row.getLong("count"));
  }
}
