package dev.hearth.dispatcher.projects;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a project keeps secret. Never part of the project's JSON.
 *
 * @param hookSecrets the newest first; two while a rotation is under way
 * @param gitCredential null for a repository that anybody may read
 */
public record ProjectSecrets(List<Secret> hookSecrets, @Nullable GitCredential gitCredential) {
  private static final SecureRandom RANDOM = new SecureRandom();

  public ProjectSecrets {
    hookSecrets = List.copyOf(hookSecrets);
  }

  /** A hook secret of 192 random bits. */
  public static Secret randomHookSecret() {
    byte[] bytes = new byte[24];
    RANDOM.nextBytes(bytes);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /**
   * With a new hook secret. The one before stays good beside it, so that no hook is refused while
   * the Git host's setting is changed; setting the same secret once more ends that.
   */
  public ProjectSecrets rotated(Secret next) {
    List<Secret> kept =
        hookSecrets.isEmpty() || hookSecrets.getFirst().equals(next)
            ? List.of(next)
            : Stream.concat(Stream.of(next), hookSecrets.stream().limit(1)).toList();
    return new ProjectSecrets(kept, gitCredential);
  }

  public ProjectSecrets with(@Nullable GitCredential credential) {
    return new ProjectSecrets(hookSecrets, credential);
  }
}
