package dev.hearth.agent.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.hearth.agent.LogSink;
import dev.hearth.agent.StageFailure;
import dev.hearth.agent.engine.Engine;
import dev.hearth.agent.engine.EngineRefusal;
import dev.hearth.agent.engine.EngineRequest;
import dev.hearth.agent.engine.RegistryCredential;
import dev.hearth.agent.engine.RegistryError;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pushes a built image into staging. */
public final class ImagePush {
  private static final Logger operatorLog = LoggerFactory.getLogger(ImagePush.class);

  private final Engine engine;

  public ImagePush(Engine engine) {
    this.engine = engine;
  }

  /**
   * Pushes; the name that this needs in the engine is gone afterwards.
   *
   * @param image id or local name
   * @return the digest of the manifest, {@code sha256:…}
   * @throws StageFailure if the registry refuses us, or does not answer
   */
  public String push(
      String image,
      StagingTarget target,
      RegistryCredential credential,
      Duration deadline,
      LogSink log)
      throws InterruptedException {
    engine.tell(
        "name the image for its push",
        client -> client.tagImageCmd(image, target.name(), target.tag()).withForce(true).exec());
    try {
      return pushTagged(target, credential, deadline, log);
    } catch (EngineRefusal e) {
      log.line(e.words());
      throw failure(target, credential, e);
    } finally {
      Engine.uninterruptibly("forget the name of a pushed image", () -> untag(target));
    }
  }

  private static StageFailure failure(
      StagingTarget target, RegistryCredential credential, EngineRefusal refusal) {
    String words = refusal.words();
    return switch (RegistryError.of(words)) {
      case REFUSED ->
          credential.isAttempts()
              // If the attempt were not the build's any more, its end would come from etcd.
              ? StageFailure.away(
                  "the registry %s refused the attempt's credential: %s"
                      .formatted(target.registry(), words),
                  refusal)
              : StageFailure.infrastructure(
                  "the registry %s refused the credentials: %s; see the registry's user and password"
                      .formatted(target.registry(), words),
                  refusal);
      case UNREACHABLE, NAMELESS ->
          StageFailure.away(
              "tried to push to the registry %s but it does not answer: %s"
                  .formatted(target.registry(), words),
              refusal);
      case OTHER ->
          StageFailure.lost(
              "tried to push to the registry %s but %s".formatted(target.registry(), words),
              refusal);
    };
  }

  private String pushTagged(
      StagingTarget target, RegistryCredential credential, Duration deadline, LogSink log)
      throws InterruptedException {
    var digest = new AtomicReference<@Nullable String>();
    engine.stream(
        EngineRequest.post("push the image", "/images/" + target.name() + "/push")
            .query("tag", target.tag())
            .header("X-Registry-Auth", credential.header()),
        deadline,
        node -> {
          print(node, log);
          JsonNode pushed = node.path("aux").path("Digest");
          if (pushed.isTextual()) {
            digest.set(pushed.asText());
          }
        });
    String pushed = digest.get();
    if (pushed == null) {
      throw StageFailure.lost("the Docker engine ended the push without saying the digest");
    }
    return pushed;
  }

  /** A layer's end is a line; its progress is none. */
  private static void print(JsonNode node, LogSink log) {
    String status = node.path("status").asText();
    boolean progress = node.path("progressDetail").size() > 0;
    if (status.isEmpty() || progress || List.of("Preparing", "Waiting").contains(status)) {
      return;
    }
    String id = node.path("id").asText();
    log.line(id.isEmpty() ? status : id + ": " + status);
  }

  private void untag(StagingTarget target) {
    String name = target.name() + ":" + target.tag();
    try {
      engine.tell(
          "forget the name " + name,
          client -> {
            try {
              client.removeImageCmd(name).withNoPrune(true).exec();
            } catch (NotFoundException e) {
              operatorLog.atDebug().addKeyValue("image", name).log("a name is gone already");
            }
          });
    } catch (StageFailure e) {
      operatorLog
          .atWarn()
          .addKeyValue("image", name)
          .addKeyValue("cause", e.sentence())
          .log("a pushed image's local name could not be removed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
