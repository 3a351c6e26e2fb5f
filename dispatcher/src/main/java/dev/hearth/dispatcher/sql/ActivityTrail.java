package dev.hearth.dispatcher.sql;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.hearth.dispatcher.people.Act;
import dev.hearth.dispatcher.people.Kind;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.people.Trail;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingDeque;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The activity trail in SQL, where rows are only ever added. While SQL is down acts wait in memory
 * for the next one that can be written. Thread-safe; every method may block.
 */
public final class ActivityTrail implements Trail {
  private static final Logger log = LoggerFactory.getLogger(ActivityTrail.class);
  private static final TypeReference<Map<String, String>> FACTS = new TypeReference<>() {};
  private static final int MOST_WAITING = 10_000;

  private final Database database;
  private final Clock clock;
  private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();
  private final LinkedBlockingDeque<Act> waiting = new LinkedBlockingDeque<>(MOST_WAITING);

  public ActivityTrail(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public void record(
      Principal who, String from, Thing where, String what, Map<String, String> facts) {
    Act act =
        new Act(
            ids.generate().toString(),
            Instant.ofEpochMilli(clock.millis()),
            where.kind(),
            where.key(),
            where.title(),
            who.name(),
            from,
            what,
            facts);
    // What is not kept in SQL is in the log at least.
    if (!waiting.offerLast(act)) {
      log.atError().addKeyValue("act", act).log("too many acts wait for the database: one is lost");
    }
    writeWaiting();
  }

  private synchronized void writeWaiting() {
    try {
      for (Act act = waiting.pollFirst(); act != null; act = waiting.pollFirst()) {
        try {
          insert(act);
        } catch (DatabaseDownException e) {
          waiting.addFirst(act);
          throw e;
        }
      }
    } catch (DatabaseDownException e) {
      log.atWarn()
          .addKeyValue("waiting", waiting.size())
          .addKeyValue("why", e.getMessage())
          .log("the activity trail cannot be written: its acts wait");
    }
  }

  /**
   * The newest first.
   *
   * @param before only acts whose ids sort before this one; null: from the newest on
   */
  public List<Act> of(Thing thing, @Nullable String before, int limit) {
    return list("kind = :kind and thing = :thing", thing, before, limit);
  }

  /** Of everything, the newest first; else as {@link #of}. */
  public List<Act> all(@Nullable String before, int limit) {
    return list("1 = 1", new Thing.Farm(), before, limit);
  }

  private List<Act> list(String condition, Thing thing, @Nullable String before, int limit) {
    return database.read(handle ->
        handle
            .createQuery(
                "select * from activity where "
                    + condition
                    + " and id < :before order by id desc limit :limit")
            .bind("kind", thing.kind().word())
            .bind("thing", thing.key())
            .bind("before", before == null ? "g" : before)
            .bind("limit", limit)
            .map(ActivityTrail::act)
            .list());
  }

  private void insert(Act act) {
    database.write(handle ->
        handle
            .createUpdate(
                "insert into activity (id, at, kind, thing, title, who, address, what, facts) values"
                    + " (:id, :at, :kind, :thing, :title, :who, :address, :what, :facts)")
            .bind("id", act.id())
            .bind("at", act.at().toEpochMilli())
            .bind("kind", act.kind().word())
            .bind("thing", act.key())
            .bind("title", act.on())
            .bind("who", act.who())
            .bind("address", act.from())
            .bind("what", act.what())
            .bind("facts", StoredJson.write(act.facts()))
            .execute());
  }

  private static Act act(ResultSet row, StatementContext context) throws SQLException {
    return new Act(
        row.getString("id"),
        Instant.ofEpochMilli(row.getLong("at")),
        Kind.find(row.getString("kind")).orElse(Kind.FARM),
        row.getString("thing"),
        row.getString("title"),
        row.getString("who"),
        row.getString("address"),
        row.getString("what"),
        StoredJson.read(row.getString("facts"), FACTS));
  }
}
