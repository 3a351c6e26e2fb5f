package dev.hearth.dispatcher.sql;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.SameBuild;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/** Which hook deliveries came, and what was decided about each. Thread-safe. */
public final class DeliveryLedger {
  private final Database database;

  public DeliveryLedger(Database database) {
    this.database = database;
  }

  /** Whether it was new; the first decision about a delivery stays. */
  public boolean record(DeliveryEntry entry) {
    return database.write(handle ->
        handle
                .createUpdate(
                    "insert into deliveries (project, delivery, at, decision, reason, builds)"
                        + " values (:project, :delivery, :at, :decision, :reason, :builds)"
                        + " on conflict (project, delivery) do nothing")
                .bind("project", entry.project().value())
                .bind("delivery", entry.delivery())
                .bind("at", entry.at().toEpochMilli())
                .bind("decision", entry.decision())
                .bind("reason", entry.reason())
                .bind("builds", StoredJson.write(entry.builds()))
                .execute()
            == 1);
  }

  public Optional<DeliveryEntry> find(ProjectId project, String delivery) {
    return database.read(handle ->
        handle
            .createQuery(
                "select * from deliveries where project = :project and delivery = :delivery")
            .bind("project", project.value())
            .bind("delivery", delivery)
            .map(DeliveryLedger::entry)
            .findOne());
  }

  /** The newest first. */
  public List<DeliveryEntry> of(ProjectId project, int limit) {
    return database.read(handle ->
        handle
            .createQuery(
                "select * from deliveries where project = :project order by at desc limit :n")
            .bind("project", project.value())
            .bind("n", limit)
            .map(DeliveryLedger::entry)
            .list());
  }

  /** Forgets deliveries that came before; how many. */
  public int forget(Instant before) {
    return database.write(handle ->
        handle
            .createUpdate("delete from deliveries where at < :before")
            .bind("before", before.toEpochMilli())
            .execute());
  }

  private static DeliveryEntry entry(ResultSet row, StatementContext context) throws SQLException {
    return new DeliveryEntry(
        new ProjectId(row.getString("project")),
        row.getString("delivery"),
        Instant.ofEpochMilli(row.getLong("at")),
        row.getString("decision"),
        row.getString("reason"),
        StoredJson.read(row.getString("builds"), new TypeReference<List<SameBuild>>() {}));
  }
}
