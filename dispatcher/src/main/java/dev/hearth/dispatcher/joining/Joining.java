package dev.hearth.dispatcher.joining;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.UnavailableException;
import dev.hearth.dispatcher.http.HttpFailure;
import dev.hearth.dispatcher.joining.EtcdUsers.Rights;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.sql.AgentKeys;
import dev.hearth.dispatcher.sql.JoinTokens;
import dev.hearth.dispatcher.sql.JoinTokens.Allowance;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AgentRecord;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import dev.hearth.protocol.trust.AuthorityPin;
import dev.hearth.protocol.trust.JoinToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets hosts into the farm, renews their keys, and shuts them out. Thread-safe. */
public final class Joining {
  private static final Logger log = LoggerFactory.getLogger(Joining.class);

  /** How long an agent's old key is good beside the new one, if that is never used. */
  private static final Duration GRACE = Duration.ofHours(1);

  private final JoinTokens tokens;
  private final AgentKeys agentKeys;
  private final EtcdUsers users;
  private final KeyValues etcd;
  private final FarmKeys keys;
  private final FarmAddresses farm;
  private final String ownUrl;

  /**
   * A token as it is given out.
   *
   * @param url where it is shown
   * @param hereOnly whether the farm tells addresses that are reached from its own host alone
   */
  public record MadeToken(JoinToken token, String url, Instant expiresAt, boolean hereOnly) {}

  /**
   * @param ownUrl where this dispatcher answers agents
   */
  public Joining(
      JoinTokens tokens,
      AgentKeys agentKeys,
      EtcdUsers users,
      KeyValues etcd,
      FarmKeys keys,
      FarmAddresses farm,
      String ownUrl) {
    this.tokens = tokens;
    this.agentKeys = agentKeys;
    this.users = users;
    this.etcd = etcd;
    this.keys = keys;
    this.farm = farm;
    this.ownUrl = ownUrl;
  }

  /**
   * Makes a token that lets one host in.
   *
   * @param by who asked for it
   */
  public MadeToken makeToken(Allowance allowance, Duration life, String by) {
    requireRights("make a token to join with");
    JoinToken token =
        JoinToken.random(Optional.ofNullable(farm.tlsCertificate()).map(Joining::pin));
    Instant end = tokens.add(token, allowance, life, by);
    log.atInfo()
        .addKeyValue("by", by)
        .addKeyValue("agent", allowance.agent() == null ? "any" : allowance.agent())
        .addKeyValue("replaces", allowance.replaces())
        .addKeyValue("expiresAt", end)
        .log("a token to join with was made");
    return new MadeToken(token, ownUrl, end, farm.hereOnly(ownUrl));
  }

  /**
   * Lets a host in.
   *
   * @param identity the host's own random id
   * @throws HttpFailure 401 if the token is not good, whatever it is that is wrong with it
   * @throws RefusedException if the name may not be taken with this token
   */
  public Joined join(String secret, AgentId name, String identity) {
    Allowance allowance = tokens.find(secret).orElseThrow(Joining::notGood);
    AgentId wanted = allowance.agent();
    if (wanted != null && !wanted.equals(name)) {
      throw RefusedException.conflict(
          "tried to join as %s, but the token is for another name; join as that one (--name), or make a token for %s"
              .formatted(name, name));
    }
    requireRights("let %s join".formatted(name));
    users.refuseReserved(name);
    Optional<Versioned<AgentRecord>> standing = etcd.find(keys.agent(name));
    if (!allowance.replaces() && isAnothers(name, identity, standing)) {
      throw RefusedException.conflict(
          "tried to join as %s, but another host has that name; take another (--name), or have it replaced: hearth agents token --for %s --replace"
              .formatted(name, name));
    }
    if (!tokens.use(secret, name)) {
      throw notGood();
    }
    try {
      Secret key = agentKeys.issue(name, identity);
      Optional<Secret> password = users.grant(name);
      if (standing.isPresent() && !standing.get().value().identity().equals(identity)) {
        endRegistration(name);
      }
      log.atInfo().addKeyValue("agent", name).log("a host has joined");
      return new Joined(name, key, password, dispatchers(), authorities(), farm);
    } catch (RuntimeException e) {
      tokens.giveBack(secret);
      throw e;
    }
  }

  /**
   * Gives an agent new keys; it goes on with those it has until it uses the new ones, except that
   * etcd knows the new password at once.
   *
   * @param offered the key with which it asks
   */
  public Keys renew(AgentId agent, String offered) {
    Secret key =
        agentKeys
            .renew(agent, offered, GRACE)
            .orElseThrow(() -> HttpFailure.unauthorized("the agent's key was revoked"));
    Optional<Secret> password = users.grant(agent);
    log.atInfo().addKeyValue("agent", agent).log("an agent has taken new keys");
    return new Keys(key, password);
  }

  /**
   * Shuts an agent out: its keys end, and what it was running is placed elsewhere.
   *
   * @param by who asked for it
   * @return what became of its user in etcd: {@code removed}, {@code none} or {@code kept}
   * @throws RefusedException if there is nothing of such an agent
   */
  public String revoke(AgentId agent, String by) {
    users.refuseReserved(agent);
    boolean had = agentKeys.revoke(agent);
    users.revoke(agent);
    boolean stood = endRegistration(agent);
    if (!had && !stood) {
      throw RefusedException.absent(
          "tried to revoke the keys of %s, but no agent of that name has any".formatted(agent));
    }
    log.atWarn().addKeyValue("agent", agent).addKeyValue("by", by).log("an agent was shut out");
    return switch (users.rights()) {
      case FULL -> "removed";
      case OPEN -> "none";
      case NONE -> "kept";
    };
  }

  /**
   * Wants an agent to take new keys, which it does when it looks next.
   *
   * @throws RefusedException if it has none
   */
  public void askToRenew(AgentId agent, String by) {
    if (!agentKeys.askToRenew(agent)) {
      throw RefusedException.absent(
          "tried to rotate the keys of %s, but no agent of that name has any".formatted(agent));
    }
    log.atInfo()
        .addKeyValue("agent", agent)
        .addKeyValue("by", by)
        .log("an agent is wanted to take new keys");
  }

  /** Whether an agent that was asked to take new keys has not done so yet. */
  public boolean isAskedToRenew(AgentId agent) {
    return agentKeys.isAskedToRenew(agent);
  }

  private boolean isAnothers(
      AgentId name, String identity, Optional<Versioned<AgentRecord>> standing) {
    boolean stands = standing.filter(one -> !one.value().identity().equals(identity)).isPresent();
    return stands
        || agentKeys.identityOf(name).filter(known -> !known.equals(identity)).isPresent();
  }

  /** Deletes what shows the agent as up; whether anything did. */
  private boolean endRegistration(AgentId agent) {
    while (true) {
      Optional<Versioned<AgentRecord>> stands = etcd.find(keys.agent(agent));
      if (stands.isEmpty()) {
        return false;
      }
      if (etcd.commit(
          Transaction.begin()
              .ifUnchanged(stands.get())
              .delete(keys.agent(agent))
              .delete(keys.status(agent))
              .end())) {
        return true;
      }
    }
  }

  private List<String> dispatchers() {
    List<String> all = new ArrayList<>(List.of(ownUrl));
    etcd.list(keys.dispatchers()).entries().stream()
        .map(entry -> entry.value().url())
        .sorted()
        .filter(url -> !all.contains(url))
        .forEach(all::add);
    return all;
  }

  private String authorities() {
    Path file = farm.authorities();
    try {
      return file == null ? "" : Files.readString(file);
    } catch (IOException e) {
      throw new UnavailableException(
          "tried to read %s, but could not; see HEARTH_FARM_CA".formatted(file), e);
    }
  }

  private static AuthorityPin pin(Path certificate) {
    try {
      return AuthorityPin.lastOf(certificate);
    } catch (IOException e) {
      throw new UnavailableException(
          "tried to read %s, but could not; see HEARTH_TLS_CERT".formatted(certificate), e);
    }
  }

  private void requireRights(String what) {
    if (users.rights() == Rights.NONE) {
      throw RefusedException.conflict(
          "tried to %s, but the dispatcher cannot make users in etcd; set HEARTH_ETCD_ROOT_PASSWORD_FILE"
              .formatted(what));
    }
  }

  /** One sentence for all: who guesses learns nothing. */
  private static HttpFailure notGood() {
    return HttpFailure.unauthorized(
        "tried to join, but the token is unknown, used or over; make another with hearth agents"
            + " token");
  }
}
