package dev.hearth.dispatcher.doorman;

import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.secrets.FarmKey;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * With what an agent signs in to the registry for one attempt: a secret that is derived from the
 * farm's key, the attempt and the agent. So nothing is kept, every dispatcher knows it, and an
 * agent that was started again is given the same. Whether it is good for anything is etcd's to say:
 * {@link RunningAttempts}. Thread-safe.
 */
public final class AttemptCredentials {
  /** No person can be called so. */
  private static final String USER = "attempt/";

  /** By which a credential is known for one, by people and by who searches for leaked ones. */
  private static final String PREFIX = "hra_";

  private final SecretKey key;

  public AttemptCredentials(FarmKey farm) {
    this.key = farm.derive("registry credentials of attempts", "HmacSHA256");
  }

  /** The user as which an attempt signs in. */
  public static String user(AttemptId attempt) {
    return USER + attempt;
  }

  /** The attempt that a user is; empty if it is none. */
  static Optional<AttemptId> attempt(String user) {
    if (!user.startsWith(USER)) {
      return Optional.empty();
    }
    try {
      return Optional.of(AttemptId.parse(user.substring(USER.length())));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  public Secret password(AgentId agent, AttemptId attempt) {
    try {
      Mac mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      byte[] bytes = mac.doFinal((agent + "\n" + attempt).getBytes(StandardCharsets.UTF_8));
      return new Secret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }
}
