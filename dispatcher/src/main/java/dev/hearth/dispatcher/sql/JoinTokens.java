package dev.hearth.dispatcher.sql;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.trust.JoinToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tokens by which hosts join, of which only hashes are kept. Thread-safe. */
public final class JoinTokens {
  /** How long a token is kept that nobody can use any more. */
  private static final Duration KEPT = Duration.ofDays(90);

  private final Database database;
  private final Clock clock;

  /**
   * What a token that is good allows.
   *
   * @param agent the only name that may join with it; null: any
   * @param replaces whether the name may be another host's
   */
  public record Allowance(@Nullable AgentId agent, boolean replaces) {}

  public JoinTokens(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Remembers a new token; returns when it ends. */
  public Instant add(JoinToken token, Allowance allowance, Duration life, String by) {
    Instant end = Instant.ofEpochMilli(clock.millis()).plus(life);
    AgentId agent = allowance.agent();
    database.write(handle -> {
      handle
          .createUpdate("delete from join_tokens where expires_at < :before")
          .bind("before", clock.millis() - KEPT.toMillis())
          .execute();
      return handle
          .createUpdate(
              "insert into join_tokens (hash, agent, replaces, made_by, made_at, expires_at,"
                  + " used_at, used_by) values (:hash, :agent, :replaces, :by, :at, :end, 0, '')")
          .bind("hash", JoinToken.hash(token.secret()))
          .bind("agent", agent == null ? "" : agent.value())
          .bind("replaces", allowance.replaces() ? 1 : 0)
          .bind("by", by)
          .bind("at", clock.millis())
          .bind("end", end.toEpochMilli())
          .execute();
    });
    return end;
  }

  /** What a token allows; empty if it is unknown, used or over. */
  public Optional<Allowance> find(String secret) {
    return database.read(handle ->
        handle
            .createQuery(
                "select agent, replaces from join_tokens"
                    + " where hash = :hash and used_at = 0 and expires_at > :now")
            .bind("hash", JoinToken.hash(secret))
            .bind("now", clock.millis())
            .map((row, _) ->
                new Allowance(
                    row.getString(1).isEmpty() ? null : new AgentId(row.getString(1)),
                    row.getLong(2) == 1))
            .findOne());
  }

  /** Uses a token up; false if it is good no longer: of several that come at once one succeeds. */
  public boolean use(String secret, AgentId by) {
    return database.write(handle ->
        handle
            .createUpdate(
                "update join_tokens set used_at = :now, used_by = :by"
                    + " where hash = :hash and used_at = 0 and expires_at > :now")
            .bind("hash", JoinToken.hash(secret))
            .bind("by", by.value())
            .bind("now", clock.millis())
            .execute())
        == 1;
  }

  /** Makes a token good again whose use came to nothing. */
  public void giveBack(String secret) {
    database.write(handle ->
        handle
            .createUpdate("update join_tokens set used_at = 0, used_by = '' where hash = :hash")
            .bind("hash", JoinToken.hash(secret))
            .execute());
  }
}
