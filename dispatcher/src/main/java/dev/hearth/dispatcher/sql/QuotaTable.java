package dev.hearth.dispatcher.sql;

import dev.hearth.dispatcher.quotas.Holder;
import dev.hearth.dispatcher.quotas.Quota;
import dev.hearth.dispatcher.quotas.Quotas;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * The quotas, in SQL and in memory: the leader asks for them in each round. Changes by other
 * dispatchers are seen when they are read again; while SQL is down those that were read last hold.
 * Thread-safe.
 */
public final class QuotaTable implements AutoCloseable {
  private static final String SELECT = "select kind, holder, running, waiting from quotas ";
  private static final String ONE = "where kind = :kind and holder = :holder";

  private final Database database;
  private final Kept<Quotas> kept;

  private QuotaTable(Database database, Duration pause) {
    this.database = database;
    this.kept = Kept.start("quotas", pause, this::read);
  }

  /**
   * Reads them and keeps them up to date until closed.
   *
   * @param pause between two looks for changes of other dispatchers
   * @throws DatabaseDownException if they cannot be read now
   */
  public static QuotaTable start(Database database, Duration pause) {
    return new QuotaTable(database, pause);
  }

  /** All, as they were read last; never blocks. */
  public Quotas quotas() {
    return kept.now();
  }

  /** Sets a holder's quota, and returns the one before. */
  public Optional<Quota> set(Quota quota) {
    Optional<Quota> before =
        database.write(handle -> {
          Optional<Quota> found = find(handle, quota.holder());
          handle
              .createUpdate(
                  "insert into quotas (kind, holder, running, waiting)"
                      + " values (:kind, :holder, :running, :waiting)"
                      + " on conflict (kind, holder) do update"
                      + " set running = excluded.running, waiting = excluded.waiting")
              .bind("kind", quota.holder().kind())
              .bind("holder", quota.holder().name())
              .bind("running", quota.running())
              .bind("waiting", quota.waiting())
              .execute();
          return found;
        });
    kept.refresh();
    return before;
  }

  /** Takes a holder's quota away, and returns it. */
  public Optional<Quota> remove(Holder holder) {
    Optional<Quota> before =
        database.write(handle -> {
          Optional<Quota> found = find(handle, holder);
          handle
              .createUpdate("delete from quotas " + ONE)
              .bind("kind", holder.kind())
              .bind("holder", holder.name())
              .execute();
          return found;
        });
    kept.refresh();
    return before;
  }

  private Quotas read() {
    return Quotas.of(
        database.read(handle -> handle.createQuery(SELECT).map(QuotaTable::quota).list()));
  }

  private static Optional<Quota> find(Handle handle, Holder holder) {
    return handle
        .createQuery(SELECT + ONE)
        .bind("kind", holder.kind())
        .bind("holder", holder.name())
        .map(QuotaTable::quota)
        .findOne();
  }

  private static Quota quota(ResultSet row, StatementContext context) throws SQLException {
    return new Quota(
        Holder.of(row.getString("kind"), row.getString("holder")),
        number(row, "running"),
        number(row, "waiting"));
  }

  private static @Nullable Integer number(ResultSet row, String column) throws SQLException {
    int number = row.getInt(column);
    return row.wasNull() ? null : number;
  }

  @Override
  public void close() {
    kept.close();
  }
}
