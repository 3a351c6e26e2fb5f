package dev.hearth.dispatcher.projects;

/** How the farm signs in to a project's Git host. */
public sealed interface GitCredential {
  /** For https; a token goes in place of the password. */
  record Password(String username, Secret password) implements GitCredential {}

  /**
   * For ssh.
   *
   * @param privateKey an OpenSSH or PEM private key without a passphrase
   * @param knownHosts lines of OpenSSH's {@code known_hosts}; empty until the host's keys are
   *     learned, strict from then on
   */
  record SshKey(Secret privateKey, String knownHosts) implements GitCredential {
    public SshKey trusting(String lines) {
      return new SshKey(privateKey, lines);
    }
  }
}
