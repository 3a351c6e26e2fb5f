package dev.hearth.gitclient;

import dev.hearth.protocol.GitUrl;

/** How a Git server lets the farm in. Kept in memory only; none of them prints its secret. */
public sealed interface GitCredential {
  /** Everybody is let in. */
  record None() implements GitCredential {}

  /** For HTTP: sent when the server asks, and to the project's own server alone. */
  record UserPassword(String user, String password) implements GitCredential {
    @Override
    public String toString() {
      return "UserPassword[" + user + "]";
    }
  }

  /**
   * For SSH.
   *
   * @param privateKey as OpenSSH writes it, without a passphrase
   * @param knownHosts lines as in {@code known_hosts}; no other host key is accepted
   */
  record SshKey(String privateKey, String knownHosts) implements GitCredential {
    @Override
    public String toString() {
      return "SshKey[]";
    }
  }

  static GitCredential none() {
    return new None();
  }

  /** This credential where it may be sent, none elsewhere. */
  default GitCredential onlyFor(GitUrl own, GitUrl asked) {
    return own.sameServer(asked) ? this : none();
  }
}
