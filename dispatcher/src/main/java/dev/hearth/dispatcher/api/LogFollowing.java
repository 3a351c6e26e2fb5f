package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hearth.dispatcher.http.ResponseStream;
import dev.hearth.dispatcher.logs.LogFilter;
import dev.hearth.dispatcher.logs.LogStore;
import dev.hearth.dispatcher.logs.LogWatch;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Follows a build's log to its end: one thread for each who follows. */
public final class LogFollowing {
  private static final int PIECE = 1 << 16;

  /**
   * How long what is waited for.
   *
   * @param heartbeat of silence, before a comment is sent
   * @param partialLine how long the end of a line is waited for, before its beginning is sent
   * @param tail how long the rest of an attempt's log is waited for once the attempt is over,
   *     before it counts as missing
   */
  record Times(Duration heartbeat, Duration partialLine, Duration tail) {
    static final Times DEFAULT =
        new Times(Duration.ofSeconds(15), Duration.ofMillis(400), Duration.ofSeconds(5));
  }

  private final Builds builds;
  private final LogStore logs;
  private final LogWatch watch;
  private final BuildJson json;
  private final Clock clock;
  private final Times times;

  public LogFollowing(ApiParts parts) {
    this(parts, Times.DEFAULT);
  }

  LogFollowing(ApiParts parts, Times times) {
    this.builds = parts.builds();
    this.logs = parts.logs();
    this.watch = parts.logWatch();
    this.json = new BuildJson(parts.addresses(), parts.registry());
    this.clock = parts.clock();
    this.times = times;
  }

  /** Writes events until the build has ended, the client is gone or the server closes. */
  public void follow(BuildId id, LogPlace from, ResponseStream stream) throws InterruptedException {
    Follower follower = new Follower(id, from, stream);
    while (!stream.shouldEnd() && follower.attempt()) {
      // the next attempt
    }
  }

  /** One connection's place in the build; lives on one thread. */
  private final class Follower {
    private final BuildId id;
    private final ResponseStream stream;
    private int number;
    private long offset;
    private LogFilter filter = new LogFilter();
    private String shown = "";
    private long lastWrite = System.nanoTime();

    Follower(BuildId id, LogPlace from, ResponseStream stream) {
      this.id = id;
      this.number = from.attempt();
      this.offset = from.offset();
      this.stream = stream;
    }

    /** Follows one attempt to its end; false when there will be no other. */
    boolean attempt() throws InterruptedException {
      AttemptId attempt = new AttemptId(id, number);
      try (LogWatch.Follower news = watch.follow(attempt)) {
        long overSince = 0;
        while (!stream.shouldEnd()) {
          Optional<BuildView> found = builds.find(id);
          if (found.isEmpty()) {
            return false;
          }
          BuildView build = found.get();
          showState(build);
          AttemptLog log = AttemptLog.of(build, number);
          boolean over = log.over() && build.record().attempts() >= number;
          overSince = over && overSince == 0 ? System.nanoTime() : overSince;
          if (copy(attempt, over)) {
            continue;
          }
          boolean ended = build.record().state().ended();
          boolean next = build.record().attempts() > number;
          long missing = log.missing(offset);
          boolean patient = missing > 0 && since(overSince).compareTo(times.tail()) < 0;
          if ((ended || next) && !patient) {
            showGap(missing);
            if (ended && !next) {
              write(new ServerSentEvent("end", null, jsonOf(build)));
              return false;
            }
            number++;
            offset = 0;
            filter = new LogFilter();
            return true;
          }
          heartbeat();
          news.await();
        }
        return false;
      }
    }

    /** Sends what is there; false when there is nothing to send now. */
    private boolean copy(AttemptId attempt, boolean over) throws InterruptedException {
      byte[] piece = logs.read(attempt, offset, PIECE);
      if (piece.length == 0) {
        return false;
      }
      boolean wait = !over && since(lastWrite).compareTo(times.partialLine()) < 0;
      int cut = LogCut.atLine(piece);
      if (cut == 0 && piece.length < PIECE && wait) {
        return false;
      }
      if (cut == 0) {
        cut = LogCut.atCharacter(piece);
      }
      if (cut == 0) {
        if (!over) {
          return false;
        }
        cut = piece.length;
      }
      byte[] text = filter.next(Arrays.copyOf(piece, cut));
      offset += cut;
      write(
          new ServerSentEvent(
              "log",
              new LogPlace(number, offset).toString(),
              new String(text, StandardCharsets.UTF_8)));
      return true;
    }

    private void showState(BuildView build) throws InterruptedException {
      Waiting waiting = build.waiting();
      String now =
          build.state()
              + build.record().attempts()
              + (build.record().stop() == null ? "" : "stop")
              + (waiting == null ? "" : waiting.why());
      if (!now.equals(shown)) {
        shown = now;
        write(new ServerSentEvent("state", null, jsonOf(build)));
      }
    }

    private String jsonOf(BuildView build) {
      return json.of(build, clock.instant()).toString();
    }

    private void showGap(long missing) throws InterruptedException {
      if (missing > 0) {
        String data =
            JsonNodeFactory.instance
                .objectNode()
                .put("attempt", number)
                .put("offset", offset)
                .put("length", missing)
                .toString();
        write(new ServerSentEvent("gap", null, data));
      }
    }

    private void heartbeat() throws InterruptedException {
      if (since(lastWrite).compareTo(times.heartbeat()) >= 0) {
        stream.write(ServerSentEvent.HEARTBEAT);
        lastWrite = System.nanoTime();
      }
    }

    private void write(ServerSentEvent event) throws InterruptedException {
      stream.write(event.bytes());
      lastWrite = System.nanoTime();
    }

    private static Duration since(long nanos) {
      return Duration.ofNanos(System.nanoTime() - nanos);
    }
  }
}
