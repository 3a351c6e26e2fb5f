package dev.hearth.dispatcher.secrets;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals texts with the farm's key: AES-256-GCM, a random nonce each. A sealed text opens only in
 * its own place, so that nobody who can write to the database can move one project's secret to
 * another. Thread-safe.
 */
public final class Sealer {
  private static final String VERSION = "v1:";
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final FarmKey key;
  private final SecureRandom random = new SecureRandom();

  public Sealer(FarmKey key) {
    this.key = key;
  }

  /**
   * @param place table, row and field, as {@code project_secrets/{id}/sealed}
   * @return printable text
   */
  public String seal(String place, String clear) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(clear.getBytes(StandardCharsets.UTF_8));
      byte[] all = ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array();
      return VERSION + Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot do AES-GCM", e);
    }
  }

  /**
   * @throws CannotUnsealException if it was sealed elsewhere, with another key, or was changed
   */
  public String open(String place, String sealed) {
    try {
      if (!sealed.startsWith(VERSION)) {
        throw new CannotUnsealException(place, null);
      }
      byte[] all = Base64.getDecoder().decode(sealed.substring(VERSION.length()));
      if (all.length < NONCE) {
        throw new CannotUnsealException(place, null);
      }
      byte[] nonce = Arrays.copyOf(all, NONCE);
      byte[] clear =
          cipher(Cipher.DECRYPT_MODE, nonce, place).doFinal(all, NONCE, all.length - NONCE);
      return new String(clear, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new CannotUnsealException(place, e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
