package dev.hearth.cli.commands;

import dev.hearth.cli.client.FarmAccess;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Login;
import dev.hearth.cli.farm.LocalFarm;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.Terminal;
import dev.hearth.protocol.trust.TrustedAuthorities;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Finds the farm that a command shall ask: {@code HEARTH_URL} and {@code HEARTH_TOKEN}, else what
 * {@code hearth login} kept, else the farm on this machine. A URL alone takes the token of
 * whichever of the others has the same URL.
 */
public record Connections(Terminal terminal) {
  public FarmClient connect() {
    return client(access());
  }

  /** Trusts the authorities in {@code HEARTH_FARM_CA}, or those that this Java trusts. */
  FarmClient client(FarmAccess access) {
    String authorities = terminal.setting("HEARTH_FARM_CA", "");
    try {
      return authorities.isEmpty()
          ? new FarmClient(access)
          : new FarmClient(access, TrustedAuthorities.in(Path.of(authorities)));
    } catch (IOException e) {
      throw new CommandFailure("HEARTH_FARM_CA can't be used: " + e.getMessage(), e);
    }
  }

  FarmAccess access() {
    String url = terminal.setting("HEARTH_URL", "");
    String token = terminal.setting("HEARTH_TOKEN", "");
    Optional<FarmAccess> kept =
        Stream.<Supplier<Optional<FarmAccess>>>of(
                () -> Login.of(terminal).find(), () -> LocalFarm.of(terminal).access())
            .map(Supplier::get)
            .flatMap(Optional::stream)
            .filter(one -> url.isEmpty() || one.urls().containsAll(given(url, "").urls()))
            .findFirst();
    if (!url.isEmpty() && !token.isEmpty()) {
      return given(url, token);
    }
    if (kept.isEmpty()) {
      throw new CommandFailure(
          url.isEmpty()
              ? "found no farm to ask; start one with hearth up, run hearth login URL, or set"
                  + " HEARTH_URL and HEARTH_TOKEN"
              : "found no token for %s; set HEARTH_TOKEN, or run hearth login %s"
                  .formatted(url, url));
    }
    if (token.isEmpty()) {
      return url.isEmpty() ? kept.get() : given(url, kept.get().token());
    }
    return new FarmAccess(kept.get().urls(), token);
  }

  /**
   * @param urls one, or several between commas
   * @throws CommandFailure if one is no http or https URL
   */
  static FarmAccess given(String urls, String token) {
    try {
      FarmAccess access = FarmAccess.of(urls, token);
      if (access.urls().stream().allMatch(Connections::isHttp)) {
        return access;
      }
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(notAnUrl(urls), e);
    }
    throw new CommandFailure(notAnUrl(urls));
  }

  private static boolean isHttp(URI uri) {
    return uri.getHost() != null
        && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
  }

  private static String notAnUrl(String text) {
    return "\"%s\" is no URL of a farm; it is like https://hearth.example.com".formatted(text);
  }
}
