package dev.hearth.dispatcher.joining;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.etcd.EtcdAccess;
import dev.hearth.protocol.etcd.EtcdConfig;
import dev.hearth.protocol.etcd.FarmKeys;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives agents their users in etcd and takes them away, as {@code root}, whose password lives in
 * memory only where a dispatcher was told it. Thread-safe.
 */
public final class EtcdUsers {
  private final EtcdConfig etcd;
  private final @Nullable String rootPassword;
  private final FarmKeys keys;

  /** How it stands with etcd's users. */
  public enum Rights {
    /** etcd asks nobody who he is. */
    OPEN,
    /** There are users, but we were not told root's password. */
    NONE,
    FULL
  }

  /**
   * @param etcd as this dispatcher uses it
   * @param rootPassword null: not told
   */
  public EtcdUsers(EtcdConfig etcd, @Nullable String rootPassword, FarmKeys keys) {
    this.etcd = etcd;
    this.rootPassword = rootPassword;
    this.keys = keys;
  }

  public Rights rights() {
    if (etcd.user() == null) {
      return Rights.OPEN;
    }
    return rootPassword == null ? Rights.NONE : Rights.FULL;
  }

  private boolean isReserved(AgentId name) {
    return name.value().equals(EtcdAccess.ROOT) || name.value().equals(etcd.user());
  }

  /**
   * Gives the agent a user named as itself, or its user a new password: with the one before nothing
   * is answered any more. Empty where etcd asks for none.
   *
   * @throws dev.hearth.protocol.etcd.EtcdUnavailableException if etcd does not answer
   */
  Optional<Secret> grant(AgentId agent) {
    if (rights() != Rights.FULL || rootPassword == null) {
      return Optional.empty();
    }
    refuseReserved(agent);
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    try (EtcdAccess root = EtcdAccess.root(etcd, rootPassword, keys)) {
      root.addAgent(agent, password);
    }
    return Optional.of(new Secret(password));
  }

  /** Takes the agent's user away, if it has one. */
  void revoke(AgentId agent) {
    if (rights() != Rights.FULL || rootPassword == null) {
      return;
    }
    refuseReserved(agent);
    try (EtcdAccess root = EtcdAccess.root(etcd, rootPassword, keys)) {
      root.removeAgent(agent);
    }
  }

  /** Refuses the name of a user who is no agent. */
  void refuseReserved(AgentId name) {
    if (isReserved(name)) {
      throw RefusedException.conflict(
          "tried to change the user %s of etcd, but that one is no agent's; an agent must have another name"
              .formatted(name));
    }
  }
}
