package dev.hearth.dispatcher.sql;

import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.trust.JoinToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The agents' API keys, one each, of which only hashes are kept. A key is {@code {agent}.{random}}:
 * it names its agent. Thread-safe.
 */
public final class AgentKeys implements AutoCloseable {
  private static final Duration READ_EVERY = Duration.ofSeconds(10);

  private final Database database;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /** As read last, of all agents: logs go on being accepted while SQL is down. */
  private volatile Map<String, Hashes> known;

  private final KeptUpToDate loop;

  /** What is kept of an agent's key, and of the one before, which may still be good. */
  private record Hashes(String current, String previous, long previousUntil) {
    static final Hashes NONE = new Hashes("", "", 0);
  }

  /**
   * Reads all keys, and again every few seconds until closed.
   *
   * @throws DatabaseDownException if they cannot be read now
   */
  public AgentKeys(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.known = all(database);
    this.loop = KeptUpToDate.start("agents' keys", READ_EVERY, () -> known = all(database));
  }

  private static Map<String, Hashes> all(Database database) {
    return database.read(handle ->
        handle
            .createQuery("select agent, hash, previous_hash, previous_until from agent_keys")
            .collectRows(
                Collectors.toMap(
                    row -> row.getColumn("agent", String.class),
                    row ->
                        new Hashes(
                            row.getColumn("hash", String.class),
                            row.getColumn("previous_hash", String.class),
                            row.getColumn("previous_until", Long.class)))));
  }

  /** A new key, to be shown once; the agent's key before is no longer good. */
  public Secret issue(AgentId agent) {
    return issue(agent, "");
  }

  /**
   * As {@link #issue(AgentId)}, for a host that joins.
   *
   * @param identity the host's own random id; empty: not known
   */
  public Secret issue(AgentId agent, String identity) {
    String key = random(agent);
    database.write(handle ->
        handle
            .createUpdate(
                "insert into agent_keys (agent, hash, issued_at, identity)"
                    + " values (:agent, :hash, :at, :identity)"
                    + " on conflict (agent) do update set hash = excluded.hash,"
                    + " issued_at = excluded.issued_at, identity = excluded.identity,"
                    + " previous_hash = '', previous_until = 0, renewal_asked_at = 0")
            .bind("agent", agent.value())
            .bind("hash", JoinToken.hash(key))
            .bind("at", clock.millis())
            .bind("identity", identity)
            .execute());
    return new Secret(key);
  }

  /**
   * Replaces an agent's key. The one before stays good until the new one was used, for some time at
   * most: an answer that got lost locks nobody out.
   *
   * @param offered a key of the agent that is good now
   * @return empty if the agent has no key any more
   */
  public Optional<Secret> renew(AgentId agent, String offered, Duration grace) {
    String key = random(agent);
    int rows =
        database.write(handle ->
            handle
                .createUpdate(
                    "update agent_keys set hash = :hash, issued_at = :at,"
                        + " previous_hash = :offered, previous_until = :until,"
                        + " renewal_asked_at = 0 where agent = :agent")
                .bind("agent", agent.value())
                .bind("hash", JoinToken.hash(key))
                .bind("offered", JoinToken.hash(offered))
                .bind("at", clock.millis())
                .bind("until", clock.millis() + grace.toMillis())
                .execute());
    return rows == 0 ? Optional.empty() : Optional.of(new Secret(key));
  }

  /** Wants the agent to take a new key; false if it has none. */
  public boolean askToRenew(AgentId agent) {
    return database.write(handle ->
        handle
            .createUpdate("update agent_keys set renewal_asked_at = :at where agent = :agent")
            .bind("agent", agent.value())
            .bind("at", clock.millis())
            .execute())
        == 1;
  }

  /** Whether somebody wants the agent to take a new key, and it has not done so. */
  public boolean isAskedToRenew(AgentId agent) {
    return database.read(handle ->
        handle
            .createQuery("select renewal_asked_at from agent_keys where agent = :agent")
            .bind("agent", agent.value())
            .mapTo(Long.class)
            .findOne()
            .filter(at -> at > 0)
            .isPresent());
  }

  /** Ends the agent's key; false if it had none. */
  public boolean revoke(AgentId agent) {
    known.remove(agent.value());
    return database.write(handle ->
        handle
            .createUpdate("delete from agent_keys where agent = :agent")
            .bind("agent", agent.value())
            .execute())
        == 1;
  }

  /** The id that the host joined with, empty text if that is not known; empty if it has no key. */
  public Optional<String> identityOf(AgentId agent) {
    return database.read(handle ->
        handle
            .createQuery("select identity from agent_keys where agent = :agent")
            .bind("agent", agent.value())
            .mapTo(String.class)
            .findOne());
  }

  /** Whose key it is; empty if it is nobody's, or no longer. Compares in constant time. */
  public Optional<AgentId> verify(String key) {
    int dot = key.indexOf('.');
    String agent = dot < 0 ? "" : key.substring(0, dot);
    Hashes hashes = hashesOf(agent);
    String offered = JoinToken.hash(key);
    if (equal(offered, hashes.current())) {
      if (!hashes.previous().isEmpty()) {
        endPrevious(agent);
      }
      return Optional.of(new AgentId(agent));
    }
    return equal(offered, hashes.previous()) && clock.millis() < hashes.previousUntil()
        ? Optional.of(new AgentId(agent))
        : Optional.empty();
  }

  /** The new key has arrived where it belongs. */
  private void endPrevious(String agent) {
    try {
      database.write(handle ->
          handle
              .createUpdate(
                  "update agent_keys set previous_hash = '', previous_until = 0"
                      + " where agent = :agent")
              .bind("agent", agent)
              .execute());
    } catch (DatabaseDownException e) {
      return; // it ends by itself
    }
  }

  private Hashes hashesOf(String agent) {
    try {
      return database.read(handle ->
          handle
              .createQuery(
                  "select hash, previous_hash, previous_until from agent_keys"
                      + " where agent = :agent")
              .bind("agent", agent)
              .map((row, _) -> new Hashes(row.getString(1), row.getString(2), row.getLong(3)))
              .findOne()
              .orElse(Hashes.NONE));
    } catch (DatabaseDownException e) {
      return known.getOrDefault(agent, Hashes.NONE);
    }
  }

  @Override
  public void close() {
    loop.close();
  }

  private String random(AgentId agent) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return agent.value() + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static boolean equal(String offered, String wanted) {
    return MessageDigest.isEqual(
        offered.getBytes(StandardCharsets.US_ASCII), wanted.getBytes(StandardCharsets.US_ASCII));
  }
}
