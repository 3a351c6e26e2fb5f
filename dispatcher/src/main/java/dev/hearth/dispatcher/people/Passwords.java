package dev.hearth.dispatcher.people;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.hearth.dispatcher.projects.Secret;

/**
 * Hashes passwords with Argon2id, 19 MiB and two passes, as OWASP's Password Storage Cheat Sheet
 * has it.
 */
public final class Passwords {
  public static final int SHORTEST = 10;
  public static final int LONGEST = 200;

  private static final int KIBIBYTES = 19 * 1024;
  private static final Argon2Function HASH =
      Argon2Function.getInstance(KIBIBYTES, 2, 1, 32, Argon2.ID);

  /** Costs as much as a real one: who has no password must not be told apart by the time. */
  private static final String OF_NOBODY = hash(new Secret("nobody has this password"));

  private Passwords() {}

  public static String hash(Secret password) {
    return Password.hash(password.reveal()).addRandomSalt(16).with(HASH).getResult();
  }

  /**
   * @param hash as {@link #hash} made it; empty: there is no password, and none matches
   */
  public static boolean matches(Secret offered, String hash) {
    boolean right =
        Password.check(offered.reveal(), hash.isEmpty() ? OF_NOBODY : hash)
            .with(Argon2Function.getInstanceFromHash(hash.isEmpty() ? OF_NOBODY : hash));
    return right && !hash.isEmpty();
  }
}
