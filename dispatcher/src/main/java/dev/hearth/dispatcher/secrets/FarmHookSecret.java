package dev.hearth.dispatcher.secrets;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The farm's own hook secret, for hooks of groups and of a whole Git host, which speak for every
 * project: made at the first start, in a file of mode 0600. In memory there is only its hash.
 */
public final class FarmHookSecret {
  private static final int SHORTEST = 16;

  private final byte[] hash;

  private FarmHookSecret(byte[] hash) {
    this.hash = hash;
  }

  /**
   * @throws UnusableSecretFileException if others could read the file, or it is too short
   */
  public static FarmHookSecret open(Path file) {
    String secret = new OwnerOnlyFile(file).readOrCreate(FarmHookSecret::random);
    if (secret.length() < SHORTEST) {
      throw new UnusableSecretFileException(
          "tried to read the farm's hook secret from "
              + file
              + " but it has less than "
              + SHORTEST
              + " characters; remove the file to have a new one made");
    }
    return new FarmHookSecret(hash(secret));
  }

  /** In constant time. */
  public boolean matches(String offered) {
    return MessageDigest.isEqual(hash, hash(offered));
  }

  private static String random() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] hash(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
