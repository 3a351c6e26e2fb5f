package dev.hearth.protocol;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which Git servers the farm talks to. A repository's URL, a submodule's and a redirect's are
 * written by people whom the farm does not trust, so neither its own servers on loopback nor a
 * cloud's metadata on link-local addresses may be reached by one.
 *
 * @param hosts the only names allowed; any when empty
 * @param exceptions {@code host:port} of servers that may be on loopback, on a link-local address,
 *     or spoken to in plain HTTP; they need not be among {@code hosts}
 */
public record GitUrlPolicy(Set<String> hosts, Set<String> exceptions) {
  public GitUrlPolicy {
    hosts = lowerCase(hosts);
    exceptions = lowerCase(exceptions);
  }

  /** Any public host, no exception. */
  public static GitUrlPolicy anyPublicHost() {
    return new GitUrlPolicy(Set.of(), Set.of());
  }

  /** Judges a URL by its words and by what its host's name stands for now. */
  public GitUrlVerdict check(String url, HostResolver resolver) {
    try {
      return check(GitUrl.parse(url), resolver);
    } catch (IllegalArgumentException e) {
      return new GitUrlVerdict.Refused(e.getMessage() == null ? "not a Git URL" : e.getMessage());
    }
  }

  /** Judges a URL that could be read. */
  public GitUrlVerdict check(GitUrl url, HostResolver resolver) {
    Optional<String> refusal = refusal(url);
    if (refusal.isPresent()) {
      return new GitUrlVerdict.Refused(refusal.get());
    }
    List<InetAddress> addresses;
    try {
      addresses = resolver.resolve(url.host());
    } catch (UnknownHostException _) {
      return new GitUrlVerdict.NotFound("the host " + url.host() + " cannot be found");
    }
    if (!isException(url) && addresses.stream().anyMatch(GitUrlPolicy::isInner)) {
      return new GitUrlVerdict.Refused(
          "the Git server %s has a loopback or link-local address, and the operator has not listed it"
              .formatted(url.server()));
    }
    return new GitUrlVerdict.Allowed(url, addresses);
  }

  /** Why the URL is refused whatever its host's address is; empty when its words are in order. */
  public Optional<String> refusal(GitUrl url) {
    if (isException(url)) {
      return Optional.empty();
    }
    if (url.scheme() == GitUrl.Scheme.HTTP) {
      return Optional.of(
          "plain http to %s is refused; use https or ssh, or let the operator list it"
              .formatted(url.server()));
    }
    if (!hosts.isEmpty() && !hosts.contains(url.host())) {
      return Optional.of(
          "the Git host %s is not among those that the operator allows".formatted(url.host()));
    }
    return Optional.empty();
  }

  private boolean isException(GitUrl url) {
    return exceptions.contains(url.server());
  }

  private static boolean isInner(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isAnyLocalAddress()
        || address.isMulticastAddress();
  }

  private static Set<String> lowerCase(Set<String> names) {
    return names.stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }
}
