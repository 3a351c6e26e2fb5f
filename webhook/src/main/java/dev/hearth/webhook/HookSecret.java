package dev.hearth.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A secret that opens the hook for its owner: a project, or the farm itself. Only its hash is kept
 * here, so that it cannot be printed. An owner has two during a rotation.
 *
 * @param <K> what names an owner
 */
public final class HookSecret<K> {
  private final K owner;
  private final byte[] hash;

  private HookSecret(K owner, byte[] hash) {
    this.owner = owner;
    this.hash = hash;
  }

  /**
   * @throws IllegalArgumentException if the secret is blank: it would open the hook to everybody
   */
  public static <K> HookSecret<K> of(K owner, String secret) {
    if (secret.isBlank()) {
      throw new IllegalArgumentException(
          "tried to keep the hook secret of " + owner + " but it is blank; give it a value");
    }
    return new HookSecret<>(owner, hash(secret));
  }

  public K owner() {
    return owner;
  }

  boolean hasHash(byte[] other) {
    return MessageDigest.isEqual(hash, other);
  }

  static byte[] hash(String secret) {
    return Sha256.digest().digest(secret.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "hook secret of " + owner;
  }
}
