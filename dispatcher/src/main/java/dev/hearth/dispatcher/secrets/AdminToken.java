package dev.hearth.dispatcher.secrets;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The token of the farm's administrator: made at the first start, in a file of mode 0600. In memory
 * there is only its hash.
 */
public final class AdminToken {
  private final byte[] hash;

  private AdminToken(byte[] hash) {
    this.hash = hash;
  }

  /**
   * @throws UnusableSecretFileException if others could read the file, or it is too short to be one
   */
  public static AdminToken open(Path file) {
    String token = new OwnerOnlyFile(file).readOrCreate(AdminToken::random);
    if (token.length() < 20) {
      throw new UnusableSecretFileException(
          "tried to read the administrator's token from "
              + file
              + " but it has less than 20 characters; remove the file to have a new one made");
    }
    return new AdminToken(hash(token));
  }

  /** In constant time. */
  public boolean matches(String offered) {
    return MessageDigest.isEqual(hash, hash(offered));
  }

  private static String random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return "hearth_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
