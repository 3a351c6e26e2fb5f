package dev.hearth.agent.engine;

import dev.hearth.agent.StageFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Pulls an image into the engine. */
public final class ImagePull {
  private static final String DIGEST = "Digest: ";

  private ImagePull() {}

  /**
   * @param reference with a tag or digest, or neither for {@code latest}
   * @return the digest that came, {@code sha256:…}; empty if the engine did not say
   * @throws EngineRefusal if the registry does not give it, in the engine's own words
   * @throws StageFailure if the registry does not answer
   */
  public static Optional<String> pull(
      Engine engine, String reference, Optional<RegistryCredential> credential, Duration deadline)
      throws InterruptedException {
    EngineRequest request =
        EngineRequest.post("pull " + reference, "/images/create")
            .query("fromImage", tagged(reference));
    credential.ifPresent(each -> request.header("X-Registry-Auth", each.header()));
    var digest = new AtomicReference<@Nullable String>();
    try {
      engine.stream(
          request,
          deadline,
          node -> {
            String status = node.path("status").asText();
            if (status.startsWith(DIGEST)) {
              digest.set(status.substring(DIGEST.length()).strip());
            }
          });
    } catch (EngineRefusal e) {
      throw awayOr(reference, e);
    }
    return Optional.ofNullable(digest.get());
  }

  /** The refusal itself, unless it says that the registry is away. */
  private static EngineRefusal awayOr(String reference, EngineRefusal refusal) {
    if (RegistryError.of(refusal.words()) == RegistryError.UNREACHABLE) {
      throw StageFailure.away(
          "tried to pull %s but its registry does not answer: %s"
              .formatted(reference, refusal.words()),
          refusal);
    }
    return refusal;
  }

  /**
   * Asks the registry whether these credentials open an image. An engine that has the digest
   * already pulls it without asking anybody.
   *
   * @throws EngineRefusal if they do not, or it is not there
   * @throws StageFailure if the registry does not answer
   */
  public static void requireOpen(
      Engine engine, String reference, Optional<RegistryCredential> credential, Duration deadline)
      throws InterruptedException {
    EngineRequest request =
        EngineRequest.get("look up " + reference, "/distribution/" + reference + "/json");
    credential.ifPresent(each -> request.header("X-Registry-Auth", each.header()));
    try {
      engine.stream(request, deadline, _ -> {});
    } catch (EngineRefusal e) {
      throw awayOr(reference, e);
    }
  }

  /** Without a tag the engine would pull all that a repository has. */
  private static String tagged(String reference) {
    boolean hasTag = reference.lastIndexOf(':') > reference.lastIndexOf('/');
    return hasTag || reference.contains("@") ? reference : reference + ":latest";
  }
}
