package dev.hearth.dispatcher.secrets;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The key with which the farm seals what it stores: 32 random bytes in a file of mode 0600. */
public final class FarmKey {
  private static final int LENGTH = 32;

  private final SecretKey key;

  private FarmKey(byte[] bytes) {
    this.key = new SecretKeySpec(bytes, "AES");
  }

  /**
   * The key in the file; at the first start it is made. Whoever loses it loses all sealed secrets.
   *
   * @throws UnusableSecretFileException if others could read it, or it holds no key
   */
  public static FarmKey open(Path file) {
    String text = new OwnerOnlyFile(file).readOrCreate(FarmKey::random);
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      bytes = new byte[0];
    }
    if (bytes.length != LENGTH) {
      throw new UnusableSecretFileException(
          "tried to read the farm's key from "
              + file
              + " but it does not hold 32 bytes as base64; put the right file back: what was sealed"
              + " with it cannot be read without it");
    }
    return new FarmKey(bytes);
  }

  private static String random() {
    byte[] bytes = new byte[LENGTH];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  SecretKey key() {
    return key;
  }

  /**
   * A key for one purpose, from which neither this one nor another purpose's can be told.
   *
   * @param purpose in words
   * @param algorithm {@code HmacSHA256}
   */
  public SecretKey derive(String purpose, String algorithm) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveKey(
              algorithm,
              HKDFParameterSpec.ofExtract()
                  .addIKM(key)
                  .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), LENGTH));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot do HKDF", e);
    }
  }

  @Override
  public String toString() {
    return "FarmKey(hidden)";
  }
}
