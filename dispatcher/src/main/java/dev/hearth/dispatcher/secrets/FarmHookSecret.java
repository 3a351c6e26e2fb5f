package dev.hearth.dispatcher.secrets;

import dev.hearth.webhook.HookProof;
import dev.hearth.webhook.HookSecret;
import dev.hearth.webhook.HookSecrets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/**
 * The farm's own hook secret, for hooks of groups and of a whole Git host, which speak for every
 * project: made at the first start, in a file of mode 0600.
 */
public final class FarmHookSecret {
  private static final int SHORTEST = 16;

  private final HookSecret<String> secret;

  private FarmHookSecret(HookSecret<String> secret) {
    this.secret = secret;
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
    return new FarmHookSecret(HookSecret.of("the farm", secret));
  }

  /** Whether one of the proofs was made with it; in constant time. */
  public boolean isProvenBy(List<HookProof> proofs) {
    return !HookSecrets.ownersOf(proofs, List.of(secret)).isEmpty();
  }

  private static String random() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
