package dev.hearth.agent.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.agent.LogSink;
import dev.hearth.agent.StageFailure;
import dev.hearth.agent.engine.AttemptCgroup;
import dev.hearth.agent.engine.Engine;
import dev.hearth.agent.engine.EngineRefusal;
import dev.hearth.agent.engine.EngineRequest;
import dev.hearth.agent.engine.Labels;
import dev.hearth.agent.engine.Owner;
import dev.hearth.agent.engine.RegistryCredential;
import dev.hearth.agent.network.BuildNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Builds an image by the engine's classic builder: in the build network, bounded by the attempt's
 * control group, with bases from registries only. Interrupting it closes the connection, whereupon
 * the engine gives up.
 */
public final class ImageBuild {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MOST_ENTRIES = 1_000_000;

  private final Engine engine;
  private final Owner owner;
  private final AddRule addRule;

  /**
   * @param addHosts from which a Dockerfile's ADD may fetch, {@code host} or {@code host:port}
   */
  public ImageBuild(Engine engine, Owner owner, Set<String> addHosts) {
    this.engine = engine;
    this.owner = owner;
    this.addRule = new AddRule(addHosts);
  }

  /**
   * Builds, and tags the image by {@link LocalTags#attempt}.
   *
   * @return the image's id, {@code sha256:…}
   * @throws StageFailure if it cannot be built; the log holds the tool's own words
   */
  public String build(ImageOrder order, LogSink log) throws InterruptedException {
    Dockerfile dockerfile = Dockerfile.parse(order.dockerfile());
    dockerfile
        .instructions()
        .forEach(each -> addRule.check("line " + each.line() + " of the Dockerfile", each));
    var registries = new BaseImages(engine, order.credentials(), addRule, log);
    var print = new RecipePrint(order);
    Dockerfile pinned =
        Bases.pinned(
            dockerfile,
            order.buildArguments(),
            (where, reference) -> print.based(reference, registries.pull(where, reference)));

    try (AttemptCgroup group =
        AttemptCgroup.open(engine, owner, order.attempt(), order.limits(), log)) {
      return build(order, pinned.bytes(), print, group, log);
    }
  }

  private String build(
      ImageOrder order, byte[] dockerfile, RecipePrint print, AttemptCgroup group, LogSink log)
      throws InterruptedException {
    String name = nameOf(dockerfile);
    var context =
        new ImageContext(order.workTree(), order.context(), order.limits().disk(), MOST_ENTRIES);
    try (ContextStream stream =
        ContextStream.of(out -> context.write(out, name, dockerfile, order.dockerfilePath()))) {
      EngineRequest request = request(order, name, print, group).body(stream);
      var killed = new KilledRun();
      try {
        return send(order, request, killed, log);
      } catch (StageFailure e) {
        throw contextFailure(stream, e);
      } catch (EngineRefusal e) {
        contextFailure(stream, StageFailure.lost("", e));
        throw killed.fromOutside(engine, e.words(), log)
            ? StageFailure.lost(
                "what the image's build ran was killed from outside: " + e.words(), e)
            : refused(order, e, log);
      }
    } catch (IOException e) {
      throw StageFailure.lost("tried to send the image's context but " + e.getMessage(), e);
    }
  }

  private String send(ImageOrder order, EngineRequest request, KilledRun killed, LogSink log)
      throws InterruptedException {
    var id = new AtomicReference<@Nullable String>();
    engine.stream(
        request,
        order.deadline(),
        node -> {
          print(node, log);
          killed.hear(node);
          JsonNode made = node.path("aux").path("ID");
          if (made.isTextual()) {
            id.set(made.asText());
          }
        });
    String image = id.get();
    if (image == null) {
      throw StageFailure.lost("the Docker engine ended the build of the image without a word");
    }
    return image;
  }

  private EngineRequest request(
      ImageOrder order, String dockerfileName, RecipePrint print, AttemptCgroup group) {
    Map<String, String> labels = new HashMap<>(print.labels());
    labels.put(Labels.BUILD, order.attempt().build().value());
    labels.put(Labels.ATTEMPT, order.attempt().toString());
    labels.put("org.opencontainers.image.revision", order.commit().value());
    labels.put("org.opencontainers.image.source", order.source());
    long quota = Math.round(order.limits().cpus() * 100_000);
    return EngineRequest.post("build the image " + order.name(), "/build")
        .query("t", LocalTags.attempt(owner, order.attempt(), order.name()))
        .query("dockerfile", dockerfileName)
        .query("version", "1")
        .query("pull", "1")
        .query("rm", "1")
        .query("forcerm", "1")
        .query("networkmode", BuildNetwork.NAME)
        .query("cgroupparent", group.parent())
        .query("memory", Long.toString(order.limits().memory()))
        .query("memswap", Long.toString(order.limits().memory()))
        .query("cpuperiod", "100000")
        .query("cpuquota", Long.toString(quota))
        .query("buildargs", json(order.buildArguments()))
        .query("labels", json(labels))
        .header("Content-Type", "application/x-tar")
        .header("X-Registry-Config", RegistryCredential.configHeader(order.credentials()));
  }

  private static void print(JsonNode node, LogSink log) {
    JsonNode text = node.path("stream");
    if (text.isTextual()) {
      byte[] bytes = text.asText().getBytes(StandardCharsets.UTF_8);
      log.bytes(bytes, 0, bytes.length);
    }
  }

  /** What failed first is what people should read. */
  private static StageFailure contextFailure(ContextStream stream, StageFailure otherwise) {
    return switch (stream.failure()) {
      case StageFailure failure -> throw failure;
      case null -> otherwise;
      case Throwable failure ->
          StageFailure.lost("tried to read the image's context but " + failure, failure);
    };
  }

  private static StageFailure refused(ImageOrder order, EngineRefusal refusal, LogSink log) {
    log.line(refusal.words());
    return ImageVerdict.of(order.name(), refusal.words(), refusal);
  }

  /** By the Dockerfile's own content, so that a layer made from all of the context stays warm. */
  private static String nameOf(byte[] dockerfile) {
    var sum = new CRC32();
    sum.update(dockerfile);
    return ".hearth-dockerfile-%08x".formatted(sum.getValue());
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of strings are always JSON", e);
    }
  }
}
