package dev.hearth.dispatcher.console.frame;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * What the page to log in at shows.
 *
 * @param name what was typed before
 * @param problem the key of a message; empty for none
 * @param next where to go then
 * @param provider the host of the OpenID provider by which one may log in; empty: none
 */
public record LogInPage(Frame frame, String name, String problem, String next, String provider) {
  /** Where one goes to log in by the provider. */
  public String providerAddress() {
    return "/login/oidc?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
  }
}
