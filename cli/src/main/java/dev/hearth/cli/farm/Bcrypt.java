package dev.hearth.cli.farm;

import java.security.SecureRandom;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** Hashes a password as htpasswd does. */
final class Bcrypt {
  /** htpasswd's own: the registry hashes at each request, and the passwords are random. */
  private static final int COST = 5;

  private Bcrypt() {}

  static String hash(String password) {
    byte[] salt = new byte[16];
    new SecureRandom().nextBytes(salt);
    return OpenBSDBCrypt.generate("2y", password.toCharArray(), salt, COST);
  }
}
