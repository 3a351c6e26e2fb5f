package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.ResponseStream;
import dev.hearth.dispatcher.logs.LogFilter;
import dev.hearth.dispatcher.logs.LogStore;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Shows logs: as a whole, in parts, and live. */
final class LogRoutes {
  private static final int PIECE = 1 << 16;
  private static final int LOOK_BACK = 4096;
  private static final String TEXT = "text/plain; charset=utf-8";

  private final Builds builds;
  private final LogStore logs;
  private final LogFollowing following;

  LogRoutes(ApiParts parts) {
    this.builds = parts.builds();
    this.logs = parts.logs();
    this.following = new LogFollowing(parts, LogFollowing.Times.DEFAULT);
  }

  void mount(ApiOperations operations) {
    operations.on("readLog", this::read);
    operations.on("followLog", this::follow);
  }

  private Answer follow(ApiRequest request) {
    BuildView build = new FindBuild(builds).require(request.path("build"));
    LogPlace from =
        LogPlace.parse(
            request.header("Last-Event-ID").orElse(""), Math.max(1, build.record().attempts()));
    return Answer.streamed(
            "text/event-stream", stream -> following.follow(build.record().id(), from, stream))
        .with("X-Accel-Buffering", "no");
  }

  private Answer read(ApiRequest request) {
    BuildView build = new FindBuild(builds).require(request.path("build"));
    int attempts = build.record().attempts();
    int number = request.number("attempt", attempts);
    if (number > attempts) {
      throw RefusedException.absent(
          "tried to read the log of attempt %d of build %s, but only %d were begun"
              .formatted(number, build.record().request().title(), attempts));
    }
    if (number == 0) {
      boolean complete = build.record().state().ended();
      return headed(Answer.text(200, "text/plain", ""), 0, 0, 0, complete);
    }
    AttemptLog log = AttemptLog.of(build, number);
    long held = logs.length(log.attempt());
    long offset = Math.min(request.longNumber("offset", 0), held);
    long end = end(log, offset, request.longNumber("limit", Long.MAX_VALUE), held);
    long missing = end == held ? log.missing(held) : 0;
    return headed(
        Answer.streamed(TEXT, stream -> write(log, offset, end, missing, stream)),
        number,
        held + log.missing(held),
        end,
        log.over() && log.missing(held) == 0);
  }

  private static Answer headed(
      Answer answer, int attempt, long length, long next, boolean complete) {
    return answer
        .with("Hearth-Attempt", Integer.toString(attempt))
        .with("Hearth-Log-Length", Long.toString(length))
        .with("Hearth-Log-Next", Long.toString(next))
        .with("Hearth-Log-Complete", Boolean.toString(complete));
  }

  /** Where the answer ends: never inside a character, unless there is less than one. */
  private long end(AttemptLog log, long offset, long limit, long held) {
    if (limit >= held - offset) {
      return held;
    }
    long end = offset + limit;
    long from = Math.max(offset, end - LOOK_BACK);
    byte[] tail = logs.read(log.attempt(), from, (int) (end - from));
    int cut = LogCut.atCharacter(tail);
    return from + cut > offset ? from + cut : end;
  }

  private void write(AttemptLog log, long offset, long end, long missing, ResponseStream stream)
      throws InterruptedException {
    LogFilter filter = new LogFilter();
    long at = offset;
    while (at < end) {
      byte[] piece = logs.read(log.attempt(), at, (int) Math.min(PIECE, end - at));
      if (piece.length == 0) {
        break;
      }
      at += piece.length;
      stream.write(filter.next(Arrays.copyOf(piece, piece.length)));
    }
    stream.write(filter.finish());
    if (missing > 0) {
      stream.write(
          "[hearth: missing %d bytes from byte %d on; they come when their agent is back]\n"
              .formatted(missing, end)
              .getBytes(StandardCharsets.UTF_8));
    }
  }
}
