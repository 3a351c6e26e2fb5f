package dev.hearth.dispatcher.api;

import dev.hearth.protocol.GitUrl;

/** What keys an SSH host shows. */
@FunctionalInterface
public interface HostKeys {
  /**
   * Asks the host.
   *
   * @return lines of OpenSSH's {@code known_hosts}
   * @throws dev.hearth.dispatcher.RefusedException {@code IMPOSSIBLE} if it does not answer
   */
  String learn(GitUrl url);
}
