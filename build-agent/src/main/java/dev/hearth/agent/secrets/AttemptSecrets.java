package dev.hearth.agent.secrets;

import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an attempt may use and nobody else shall see; never written to a disk by the agent.
 *
 * @param git empty for a repository that everybody may read
 */
public record AttemptSecrets(Optional<GitSecret> git, RegistrySecret registry) {
  /** Who the project is to its Git host. */
  public sealed interface GitSecret {
    /** For https. */
    record Password(String username, String password) implements GitSecret {
      @Override
      public String toString() {
        return "Password[" + username + ", ***]";
      }
    }

    /**
     * For ssh.
     *
     * @param key private, in PEM
     * @param knownHosts as OpenSSH's file of that name; strict
     */
    record SshKey(String key, String knownHosts) implements GitSecret {
      @Override
      public String toString() {
        return "SshKey[***]";
      }
    }
  }

  /**
   * Who the attempt is to the farm's registry.
   *
   * @param ofAttempt whether it opens what the attempt may have and nothing else; of earlier
   *     dispatchers and of registries with one password it opens every project's images
   */
  public record RegistrySecret(String username, String password, boolean ofAttempt) {
    @Override
    public String toString() {
      return "RegistrySecret[" + username + ", ***]";
    }
  }

  /** What must not appear in a log. */
  public Collection<String> texts() {
    Stream<String> ofGit =
        git.stream()
            .flatMap(secret ->
                switch (secret) {
                  case GitSecret.Password(String username, String password) ->
                      pair(username, password);
                  case GitSecret.SshKey(String key, String _) -> Stream.of(key);
                });
    return Stream.concat(ofGit, pair(registry.username, registry.password)).toList();
  }

  /** A password, and how it stands in a header. */
  private static Stream<String> pair(String username, String password) {
    return Stream.of(password, username + ":" + password);
  }
}
