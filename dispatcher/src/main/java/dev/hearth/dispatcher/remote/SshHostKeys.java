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
  private final Patience patience;

  public SshHostKeys(GitUrlPolicy policy, HostResolver resolver, Patience patience) {
    this.scan = new HostKeyScan(new GitAccess(policy, resolver, patience.silence()));
    this.patience = patience;
  }

  @Override
  public String learn(GitUrl url) {
    return patience.ask(
        "learn the host keys of " + url.server(), () -> String.join("\n", scan.lines(url)));
  }
}
