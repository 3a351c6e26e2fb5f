package dev.hearth.agent.image;

import dev.hearth.agent.LogSink;
import dev.hearth.agent.StageFailure;
import dev.hearth.agent.engine.Engine;
import dev.hearth.agent.engine.EngineRefusal;
import dev.hearth.agent.engine.ImagePull;
import dev.hearth.agent.engine.RegistryCredential;
import dev.hearth.protocol.FailureKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Pulls the images that a Dockerfile builds on, and judges what they would do in a build. */
record BaseImages(
    Engine engine, List<RegistryCredential> credentials, AddRule addRule, LogSink log) {
  private static final Duration DEADLINE = Duration.ofMinutes(15);

  BaseImages {
    credentials = List.copyOf(credentials);
  }

  /** See {@link Bases.Puller}. */
  String pull(String where, String reference) throws InterruptedException {
    Optional<String> digest;
    try {
      if (reference.contains("@")) {
        ImagePull.requireOpen(engine, reference, credential(reference), DEADLINE);
      }
      digest = ImagePull.pull(engine, reference, credential(reference), DEADLINE);
    } catch (EngineRefusal e) {
      log.line(e.words());
      throw new StageFailure(
          FailureKind.USER,
          "%s: the base image %s could not be pulled from its registry: %s"
              .formatted(where, reference, e.words().replaceAll("\\R+", " ")),
          e);
    }
    String pinned =
        repository(reference)
            + "@"
            + digest.orElseThrow(
                () -> StageFailure.lost("the Docker engine pulled an image without a digest"));
    for (String trigger : triggers(pinned)) {
      addRule.check(
          "%s: the base image %s has a trigger".formatted(where, reference),
          Dockerfile.parseTrigger(0, trigger));
    }
    return pinned;
  }

  /** The registry that a reference names, or the public one's own name. */
  private Optional<RegistryCredential> credential(String reference) {
    int slash = reference.indexOf('/');
    String first = slash < 0 ? "" : reference.substring(0, slash);
    boolean named = first.contains(".") || first.contains(":") || first.equals("localhost");
    String registry = named ? first : "docker.io";
    return credentials.stream().filter(each -> each.registry().equals(registry)).findFirst();
  }

  private static String repository(String reference) {
    int at = reference.indexOf('@');
    String name = at < 0 ? reference : reference.substring(0, at);
    int colon = name.lastIndexOf(':');
    return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
  }

  private List<String> triggers(String pinned) throws InterruptedException {
    return engine.ask(
        "look at the base image " + pinned,
        client -> {
          var config = client.inspectImageCmd(pinned).exec().getConfig();
          String[] triggers = config == null ? null : config.getOnBuild();
          return triggers == null ? List.of() : List.of(triggers);
        });
  }
}
