package dev.hearth.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.terminal.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Follows a build to its end, however often the connection breaks and the dispatcher restarts:
 * nothing is repeated and nothing left out. One build each; not thread-safe.
 */
public final class LogFollower {
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** The farm sends a comment after 15 s of silence: after three such the connection is dead. */
  private static final Duration SILENCE = Duration.ofSeconds(45);

  private final FarmClient farm;
  private final String path;
  private final LogListener listener;
  private final Duration patience;
  private String lastId = "";
  private long answeredAt = System.nanoTime();

  /**
   * @param build its id or title
   * @param patience how long the farm may stay without an answer before following is given up
   */
  public LogFollower(FarmClient farm, String build, LogListener listener, Duration patience) {
    this.farm = farm;
    this.path = "/api/v1/builds/" + FarmClient.part(build) + "/log/stream";
    this.listener = listener;
    this.patience = patience;
  }

  /** Returns the build as it ended. */
  public BuildView follow() {
    Duration pause = SHORTEST_PAUSE;
    boolean told = false;
    while (true) {
      String before = lastId;
      try {
        Optional<BuildView> ended = listen();
        if (ended.isPresent()) {
          return ended.get();
        }
        told = false;
      } catch (IOException | UnreachableException e) {
        told = tell(told, new UnreachableException(farm.url(), e));
      } catch (RefusedException e) {
        if (!e.passes()) {
          throw e;
        }
        told = tell(told, e);
      }
      pause = lastId.equals(before) ? min(pause.multipliedBy(2), LONGEST_PAUSE) : SHORTEST_PAUSE;
      sleep(pause);
    }
  }

  /** Empty when the connection ended before the build did. */
  private Optional<BuildView> listen() throws IOException {
    Map<String, String> resume = lastId.isEmpty() ? Map.of() : Map.of("Last-Event-ID", lastId);
    HttpResponse<InputStream> response = farm.open(path, resume);
    try (InputStream body = response.body();
        Silence silence = Silence.watch(body, SILENCE)) {
      answeredAt = System.nanoTime();
      ServerEvents events =
          new ServerEvents(
              new InputStreamReader(body, StandardCharsets.UTF_8),
              () -> {
                answeredAt = System.nanoTime();
                silence.heard();
              });
      while (true) {
        Optional<ServerEvent> event = events.next();
        if (event.isEmpty()) {
          return Optional.empty();
        }
        Optional<BuildView> ended = take(event.get());
        if (ended.isPresent()) {
          return ended;
        }
      }
    }
  }

  private Optional<BuildView> take(ServerEvent event) {
    if (!event.id().isEmpty()) {
      lastId = event.id();
    }
    return switch (event.kind()) {
      case "log" -> {
        listener.printed(event.data());
        yield Optional.empty();
      }
      case "gap" -> {
        JsonNode gap = Json.parse(event.data(), "the farm's log");
        listener.missing(gap.path("length").asLong());
        yield Optional.empty();
      }
      case "state" -> {
        listener.changed(build(event));
        yield Optional.empty();
      }
      case "end" -> Optional.of(build(event));
      default -> Optional.empty();
    };
  }

  private static BuildView build(ServerEvent event) {
    return Json.read(Json.parse(event.data(), "the farm's log"), BuildView.class);
  }

  private boolean tell(boolean told, CommandFailure failure) {
    if (System.nanoTime() - answeredAt > patience.toNanos()) {
      throw failure;
    }
    if (!told) {
      listener.broken(failure.sentence());
    }
    return true;
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("was interrupted while following a build", e);
    }
  }
}
