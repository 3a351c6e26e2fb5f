package dev.hearth.dispatcher.doorman;

import dev.hearth.dispatcher.projects.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** User and password of {@code Authorization: Basic …}. */
record BasicCredentials(String user, Secret password) {
  /** Empty if the header is another, or says nobody. */
  static Optional<BasicCredentials> of(String header) {
    if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    String pair;
    try {
      byte[] bytes = Base64.getDecoder().decode(header.substring(6).strip());
      pair = new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    int colon = pair.indexOf(':');
    return colon < 0 || pair.length() == 1
        ? Optional.empty()
        : Optional.of(
            new BasicCredentials(pair.substring(0, colon), new Secret(pair.substring(colon + 1))));
  }
}
