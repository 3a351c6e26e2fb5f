package dev.hearth.dispatcher.remote;

import dev.hearth.dispatcher.api.HostKeys;
import dev.hearth.gitclient.GitAccess;
import dev.hearth.gitclient.HostKeyScan;
import dev.hearth.protocol.GitUrl;
import dev.hearth.protocol.GitUrlPolicy;
import dev.hearth.protocol.HostResolver;

/** Learns SSH host keys by asking the host for them, where the farm may talk to it at all. */
public final class SshHostKeys implements HostKeys {
  private final HostKeyScan scan;

  public SshHostKeys(GitUrlPolicy policy, HostResolver resolver) {
    this.scan = new HostKeyScan(new GitAccess(policy, resolver, Patience.SILENCE));
  }

  @Override
  public String learn(GitUrl url) {
    return Patience.ask(
        "learn the host keys of " + url.server(), () -> String.join("\n", scan.lines(url)));
  }
}
