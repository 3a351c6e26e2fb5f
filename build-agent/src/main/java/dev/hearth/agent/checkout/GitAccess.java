package dev.hearth.agent.checkout;

import dev.hearth.protocol.GitUrlPolicy;
import dev.hearth.protocol.HostResolver;
import java.time.Duration;

/**
 * What the operator says of talking to Git servers.
 *
 * @param idle how long a server may stay silent, to the second
 */
public record GitAccess(GitUrlPolicy policy, HostResolver resolver, Duration idle) {
  /** Names looked up as the machine does it, and 60 seconds of silence. */
  public static GitAccess of(GitUrlPolicy policy) {
    return new GitAccess(policy, HostResolver.system(), Duration.ofSeconds(60));
  }
}
