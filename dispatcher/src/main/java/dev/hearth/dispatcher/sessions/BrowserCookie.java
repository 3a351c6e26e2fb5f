package dev.hearth.dispatcher.sessions;

import dev.hearth.dispatcher.http.Request;
import java.util.Optional;

/**
 * A cookie that only the farm reads and sets. Where the farm is reached by TLS its name begins with
 * {@code __Host-}, so that no other host and no plain page can set it.
 *
 * @param name {@code hearth}
 * @param plainName its name where the farm is reached by plain HTTP
 * @param securePublicly whether people reach the farm by https, be it through a proxy
 */
public record BrowserCookie(String name, String plainName, boolean securePublicly) {
  /** What the browser sent; empty if nothing. */
  public Optional<String> of(Request request) {
    return request.cookie(nameFor(request)).filter(value -> !value.isEmpty());
  }

  /**
   * The value of the header {@code Set-Cookie}.
   *
   * @param seconds how long the browser keeps it; 0: not at all
   */
  public String header(Request request, String value, long seconds) {
    return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s"
        .formatted(nameFor(request), value, seconds, isSecure(request) ? "; Secure" : "");
  }

  private String nameFor(Request request) {
    return isSecure(request) ? "__Host-" + name : plainName;
  }

  private boolean isSecure(Request request) {
    return securePublicly || request.secure();
  }
}
