package dev.hearth.dispatcher.sql;

import java.security.SecureRandom;
import java.util.Base64;

/** Texts that cannot be guessed, of letters, digits, {@code -} and {@code _}. */
final class RandomText {
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomText() {}

  static String of256Bits() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
