package dev.hearth.dispatcher.sql;

import dev.hearth.dispatcher.people.PersonId;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Scope;
import dev.hearth.dispatcher.people.Session;
import dev.hearth.dispatcher.people.SessionLimits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is logged in at a browser. What the browser keeps has 256 random bits, and only its SHA-256
 * is kept here. Thread-safe; every method may block.
 */
public final class SessionStore {
  private static final Duration USE_IS_KEPT_EVERY = Duration.ofMinutes(1);

  private final Database database;
  private final SessionLimits limits;
  private final Clock clock;

  public SessionStore(Database database, SessionLimits limits, Clock clock) {
    this.database = database;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * A new session; those that are over are forgotten.
   *
   * @throws IllegalArgumentException for nobody
   */
  public Session begin(Principal who) {
    @Nullable String person =
        switch (who) {
          case Principal.Administrator _ -> null;
          case Principal.Known known -> known.person().id().value();
          case Principal.Anonymous _ ->
              throw new IllegalArgumentException("nobody can't be logged in");
        };
    String cookie = RandomText.of256Bits();
    Instant now = now();
    Instant end = now.plus(limits.longest());
    database.write(handle -> {
      handle.execute(
          "delete from sessions where expires_at <= ? or seen_at <= ?",
          now.toEpochMilli(),
          now.minus(limits.idle()).toEpochMilli());
      return handle
          .createUpdate(
              "insert into sessions (hash, person, created_at, seen_at, expires_at)"
                  + " values (:hash, :person, :now, :now, :end)")
          .bind("hash", Sha256.hex(cookie))
          .bind("person", person)
          .bind("now", now.toEpochMilli())
          .bind("end", end.toEpochMilli())
          .execute();
    });
    return session(cookie, who);
  }

  /** Whose session it is; empty if it is over, or theirs whom somebody blocked. */
  public Optional<Session> find(String cookie) {
    Instant now = now();
    String hash = Sha256.hex(cookie);
    Optional<Found> found =
        database.read(handle ->
            handle
                .createQuery(
                    "select p.*, s.person, s.seen_at from sessions s left join people p on p.id = s.person"
                        + " where s.hash = :hash and s.expires_at > :now and s.seen_at > :idle"
                        + " and (s.person is null or p.blocked = 0)")
                .bind("hash", hash)
                .bind("now", now.toEpochMilli())
                .bind("idle", now.minus(limits.idle()).toEpochMilli())
                .map((row, context) -> new Found(who(row), row))
                .findOne());
    found
        .filter(one -> one.seenAt().isBefore(now.minus(USE_IS_KEPT_EVERY)))
        .ifPresent(_ -> keepUse(hash, now));
    return found.map(one -> session(cookie, one.who()));
  }

  /** From now on it is nobody's. */
  public void end(String cookie) {
    database.write(
        handle -> handle.execute("delete from sessions where hash = ?", Sha256.hex(cookie)));
  }

  /** Logs somebody out everywhere; returns from how many browsers. */
  public int endAll(PersonId person) {
    return database.write(
        handle -> handle.execute("delete from sessions where person = ?", person.value()));
  }

  private void keepUse(String hash, Instant now) {
    database.write(handle ->
        handle.execute("update sessions set seen_at = ? where hash = ?", now.toEpochMilli(), hash));
  }

  private record Found(Principal who, Instant seenAt) {
    Found(Principal who, ResultSet row) throws SQLException {
      this(who, Instant.ofEpochMilli(row.getLong("seen_at")));
    }
  }

  private static Principal who(ResultSet row) throws SQLException {
    return row.getString("person") == null
        ? new Principal.Administrator()
        : new Principal.Known(PeopleStore.personIn(row), EnumSet.allOf(Scope.class));
  }

  /** The second token follows from the first, which a form of another site does not know. */
  private static Session session(String cookie, Principal who) {
    return new Session(cookie, Sha256.hex("csrf " + cookie), who);
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }
}
