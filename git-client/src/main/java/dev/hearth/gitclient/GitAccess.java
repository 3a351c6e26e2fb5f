package dev.hearth.gitclient;

import dev.hearth.protocol.GitUrl;
import dev.hearth.protocol.GitUrlPolicy;
import dev.hearth.protocol.GitUrlVerdict;
import dev.hearth.protocol.HostResolver;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

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

  /**
   * Asks the policy.
   *
   * @return the addresses that the host's name stands for
   * @throws GitHostException if the URL is refused, or its host cannot be found
   */
  List<InetAddress> require(GitUrl url) {
    return switch (policy.check(url, resolver)) {
      case GitUrlVerdict.Allowed(_, List<InetAddress> addresses) -> addresses;
      case GitUrlVerdict.Refused(String reason) -> throw GitHostException.user(reason);
      case GitUrlVerdict.NotFound(String reason) ->
          throw GitHostException.infrastructure(
              reason + "; check the Git URL and the name service");
    };
  }
}
