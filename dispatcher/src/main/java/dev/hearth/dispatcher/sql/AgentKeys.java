package dev.hearth.dispatcher.sql;

import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.protocol.AgentId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
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
  private volatile Map<String, String> known;

  private final KeptUpToDate loop;

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

  private static Map<String, String> all(Database database) {
    return database.read(handle ->
        handle
            .createQuery("select agent, hash from agent_keys")
            .collectRows(
                Collectors.toMap(
                    row -> row.getColumn("agent", String.class),
                    row -> row.getColumn("hash", String.class))));
  }

  /** A new key, to be shown once; the agent's key before is no longer good. */
  public Secret issue(AgentId agent) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String key =
        agent.value() + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    database.write(handle ->
        handle
            .createUpdate(
                "insert into agent_keys (agent, hash, issued_at) values (:agent, :hash, :at)"
                    + " on conflict (agent) do update set hash = excluded.hash,"
                    + " issued_at = excluded.issued_at")
            .bind("agent", agent.value())
            .bind("hash", hash(key))
            .bind("at", clock.millis())
            .execute());
    return new Secret(key);
  }

  /** Whose key it is; empty if it is nobody's, or no longer. Compares in constant time. */
  public Optional<AgentId> verify(String key) {
    int dot = key.indexOf('.');
    String agent = dot < 0 ? "" : key.substring(0, dot);
    byte[] offered = hash(key).getBytes(StandardCharsets.US_ASCII);
    byte[] wanted = hashOf(agent).getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(offered, wanted)
        ? Optional.of(new AgentId(agent))
        : Optional.empty();
  }

  private String hashOf(String agent) {
    try {
      return database.read(handle ->
          handle
              .createQuery("select hash from agent_keys where agent = :agent")
              .bind("agent", agent)
              .mapTo(String.class)
              .findOne()
              .orElse(""));
    } catch (DatabaseDownException e) {
      return known.getOrDefault(agent, "");
    }
  }

  @Override
  public void close() {
    loop.close();
  }

  private static String hash(String key) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
