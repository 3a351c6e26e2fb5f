package dev.hearth.agent.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.agent.LogSink;
import dev.hearth.agent.engine.Engine;
import dev.hearth.agent.engine.EngineRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether what a Dockerfile's RUN ran was killed from outside, as when the engine was stopped
 * under it, and not for want of memory: the latter is the project's failure. The engine's builder
 * knows only an exit status, so its events are asked.
 */
final class KilledRun {
  private static final Pattern KILLED = Pattern.compile("returned a non-zero code: (137|143)\\b");
  private static final Pattern RUNNING = Pattern.compile("---> Running in ([0-9a-f]{12,64})");
  private static final Duration BACK = Duration.ofDays(1);
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private volatile String container = "";

  /** To be told what the builder says. */
  void hear(JsonNode node) {
    Matcher running = RUNNING.matcher(node.path("stream").asText());
    if (running.find()) {
      container = running.group(1);
    }
  }

  /**
   * @param words of the builder at its end
   */
  boolean fromOutside(Engine engine, String words, LogSink log) throws InterruptedException {
    if (container.isEmpty() || !KILLED.matcher(words).find()) {
      return false;
    }
    Instant now = Instant.now();
    var outOfMemory = new AtomicBoolean();
    engine.stream(
        EngineRequest.get("see why what the image's build ran was killed", "/events")
            .query("since", Long.toString(now.minus(BACK).getEpochSecond()))
            .query("until", "%d.%09d".formatted(now.getEpochSecond(), now.getNano()))
            .query("filters", "{\"container\":[\"%s\"],\"event\":[\"oom\"]}".formatted(container)),
        DEADLINE,
        _ -> outOfMemory.set(true));
    if (outOfMemory.get()) {
      log.line("a process was killed: out of memory; the project's limit can be raised");
    }
    return !outOfMemory.get();
  }
}
