package dev.hearth.dispatcher.registry;

import dev.hearth.dispatcher.projects.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** How requests to the registry show whose they are. Thread-safe. */
@FunctionalInterface
public interface RegistryAuthorization {
  /**
   * The header {@code Authorization} of a request.
   *
   * @param repositories all that the request is about; none: it asks whether the registry is there
   * @return empty: it goes without
   */
  String header(List<String> repositories);

  static RegistryAuthorization none() {
    return _ -> "";
  }

  static RegistryAuthorization password(String user, Secret password) {
    String pair = user + ":" + password.reveal();
    String header =
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    return _ -> header;
  }
}
