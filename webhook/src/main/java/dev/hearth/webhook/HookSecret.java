package dev.hearth.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A secret that opens the hook for its owner: a project, or the farm itself. It cannot be printed.
 * An owner has two during a rotation.
 *
 * @param <K> what names an owner
 */
public final class HookSecret<K> {
  private final K owner;
  private final String secret;
  private final byte[] hash;

  private HookSecret(K owner, String secret) {
    this.owner = owner;
    this.secret = secret;
    this.hash = hash(secret);
  }

  /**
   * @throws IllegalArgumentException if the secret is blank: it would open the hook to everybody
   */
  public static <K> HookSecret<K> of(K owner, String secret) {
    if (secret.isBlank()) {
      throw new IllegalArgumentException(
          "tried to keep the hook secret of " + owner + " but it is blank; give it a value");
    }
    return new HookSecret<>(owner, secret);
  }

  public K owner() {
    return owner;
  }

  boolean hasHash(byte[] other) {
    return MessageDigest.isEqual(hash, other);
  }

  /** Signatures are made with the secret itself. */
  String reveal() {
    return secret;
  }

  static byte[] hash(String secret) {
    return Sha256.digest().digest(secret.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "hook secret of " + owner;
  }
}
