package dev.hearth.agent.engine;

import java.time.Duration;
import java.util.Optional;

/** Pulls an image into the engine. */
public final class ImagePull {
  private ImagePull() {}

  /**
   * @param reference with a tag or digest, or neither for {@code latest}
   * @throws EngineRefusal if the registry does not give it, in the engine's own words
   */
  public static void pull(
      Engine engine, String reference, Optional<RegistryCredential> credential, Duration deadline)
      throws InterruptedException {
    EngineRequest request =
        EngineRequest.post("pull " + reference, "/images/create")
            .query("fromImage", tagged(reference));
    credential.ifPresent(each -> request.header("X-Registry-Auth", each.header()));
    engine.stream(request, deadline, node -> {});
  }

  /** Without a tag the engine would pull all that a repository has. */
  private static String tagged(String reference) {
    boolean hasTag = reference.lastIndexOf(':') > reference.lastIndexOf('/');
    return hasTag || reference.contains("@") ? reference : reference + ":latest";
  }
}
