package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.LostAttempt;
import dev.hearth.protocol.PublishedImage;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.StageRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds as people read them.
 *
 * @param registry {@code host:port}, before each image's reference
 */
record BuildJson(Addresses addresses, String registry) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  ObjectNode accepted(AcceptedBuild build) {
    return NODES
        .objectNode()
        .put("id", build.id().value())
        .put("project", build.project().value())
        .put("number", build.number())
        .put("title", build.title())
        .put("url", addresses.build(build.id()));
  }

  ObjectNode of(BuildView build, Instant now) {
    BuildRecord record = build.record();
    BuildRequest request = record.request();
    BuildState state = record.state();
    Instant until = state.ended() ? state.since() : now;
    ObjectNode json = NODES.objectNode();
    json.put("id", record.id().value());
    json.put("project", request.projectName().value());
    json.put("projectId", request.project().value());
    json.put("number", request.number());
    json.put("title", request.title());
    json.put("ref", request.ref());
    json.put("commit", request.commit().value());
    json.put("cause", request.cause().word());
    json.put("by", request.by());
    json.put("state", build.state());
    json.put("sentence", sentence(build));
    json.put("since", since(build).toString());
    json.put("acceptedAt", request.acceptedAt().toString());
    json.put("ended", state.ended());
    json.put("seconds", seconds(request.acceptedAt(), until));
    json.set("stages", stages(build, until));
    json.set("placement", placement(record));
    json.set("waiting", waiting(build));
    json.put("attempts", record.attempts());
    AttemptId newest = record.newestAttempt();
    json.put("attempt", newest == null ? null : newest.toString());
    json.set("lost", lost(record.lost()));
    json.set("images", images(state));
    json.set("end", end(record));
    json.set("stop", stop(record));
    ArrayNode tags = json.putArray("tags");
    request.tags().forEach(tags::add);
    json.put("cache", request.cache());
    json.putObject("log").put("length", build.logLength()).put("url", addresses.log(record.id()));
    json.put("url", addresses.build(record.id()));
    return json;
  }

  private static String sentence(BuildView build) {
    if (build.state().equals("running")
        && build.record().state() instanceof BuildState.Assigned at) {
      return "runs on agent " + at.agent();
    }
    return build.record().state().sentence();
  }

  private static Instant since(BuildView build) {
    var attempt = build.attempt();
    return build.state().equals("running") && attempt != null
        ? attempt.claimedAt()
        : build.record().state().since();
  }

  private static ArrayNode stages(BuildView build, Instant until) {
    List<StageRecord> begun =
        build.attempt() == null ? build.record().stages() : build.attempt().stages();
    Instant accepted = build.record().request().acceptedAt();
    Instant placed = placedAt(build, begun);
    ArrayNode stages = NODES.arrayNode();
    stage(stages, "queued", accepted, placed, until);
    begun.forEach(one -> stage(stages, one.stage().word(), one.began(), one.ended(), until));
    return stages;
  }

  /** When the wait for a host was over; null while it lasts. */
  private static @Nullable Instant placedAt(BuildView build, List<StageRecord> begun) {
    if (build.record().state() instanceof BuildState.Assigned assigned) {
      return assigned.since();
    }
    if (!begun.isEmpty()) {
      return begun.getFirst().began();
    }
    return build.record().state().ended() ? build.record().state().since() : null;
  }

  private static void stage(
      ArrayNode stages, String name, Instant began, @Nullable Instant ended, Instant until) {
    stages
        .addObject()
        .put("stage", name)
        .put("began", began.toString())
        .put("ended", ended == null ? null : ended.toString())
        .put("seconds", seconds(began, ended == null ? until : ended));
  }

  /** Clocks of two hosts may differ: never less than nothing. */
  private static double seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis()) / 1000.0;
  }

  private static @Nullable ObjectNode placement(BuildRecord record) {
    var placement = record.placement();
    return placement == null
        ? null
        : NODES
            .objectNode()
            .put("agent", placement.agent().value())
            .put("rank", placement.rank())
            .put("warm", placement.warm())
            .put("reason", placement.sentence());
  }

  private static @Nullable ObjectNode waiting(BuildView build) {
    Waiting waiting = build.waiting();
    if (waiting == null) {
      return null;
    }
    ObjectNode json = NODES.objectNode().put("why", waiting.why());
    ArrayNode hosts = json.putArray("hosts");
    waiting
        .hosts()
        .forEach(
            host -> hosts.addObject().put("agent", host.agent().value()).put("why", host.why()));
    return json;
  }

  private static ArrayNode lost(List<LostAttempt> lost) {
    ArrayNode json = NODES.arrayNode();
    lost.forEach(one ->
        json.addObject()
            .put("attempt", one.attempt().toString())
            .put("agent", one.agent().value())
            .put("reason", one.reason())
            .put("counted", one.counted())
            .put("at", one.at().toString()));
    return json;
  }

  private ArrayNode images(BuildState state) {
    ArrayNode json = NODES.arrayNode();
    if (state instanceof BuildState.Succeeded succeeded) {
      for (PublishedImage image : succeeded.images()) {
        ObjectNode one =
            json.addObject()
                .put("name", image.name())
                .put("repository", image.repository())
                .put("digest", image.digest())
                .put("reference", image.reference(registry));
        ArrayNode tags = one.putArray("tags");
        image.tags().forEach(tags::add);
      }
    }
    return json;
  }

  private static @Nullable ObjectNode end(BuildRecord record) {
    return switch (record.state()) {
      case BuildState.Queued _,
          BuildState.Assigned _,
          BuildState.Pushed _,
          BuildState.Succeeded _,
          BuildState.Unknown _ ->
          null;
      case BuildState.Failed failed ->
          NODES
              .objectNode()
              .put("stage", failed.stage().word())
              .put("kind", failed.kind().word())
              .put("reason", failed.reason());
      case BuildState.Lost lost ->
          NODES.objectNode().put("kind", "infrastructure").put("reason", lost.reason());
      case BuildState.Cancelled(_, String by, String why, boolean confirmed) ->
          stopped(by, why, confirmed);
      case BuildState.Superseded(_, String by, String why, boolean confirmed) ->
          stopped(by, why, confirmed);
      case BuildState.TimedOut(_, String by, String why, boolean confirmed) ->
          stopped(by, why, confirmed)
              .put("kind", "timeout")
              .put("stage", record.stages().isEmpty() ? null : lastStage(record).word());
    };
  }

  private static Stage lastStage(BuildRecord record) {
    return record.stages().getLast().stage();
  }

  private static ObjectNode stopped(String by, String why, boolean confirmed) {
    return NODES.objectNode().put("reason", why).put("by", by).put("confirmed", confirmed);
  }

  private static @Nullable ObjectNode stop(BuildRecord record) {
    var stop = record.stop();
    return stop == null
        ? null
        : NODES
            .objectNode()
            .put("kind", stop.kind().word())
            .put("by", stop.by())
            .put("why", stop.why())
            .put("at", stop.at().toString());
  }
}
