package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.ResponseStream;
import dev.hearth.dispatcher.logs.LogFilter;
import dev.hearth.dispatcher.logs.LogStore;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Shows logs as they are kept, made safe for terminals. */
public final class LogReading {
  private static final int PIECE = 1 << 16;
  private static final int LOOK_BACK = 4096;
  private static final String TEXT = "text/plain; charset=utf-8";

  private final LogStore logs;

  public LogReading(LogStore logs) {
    this.logs = logs;
  }

  /**
   * A part of an attempt's log.
   *
   * @param number the attempt's; 0 if there was none yet
   * @param from in bytes
   * @param most so many bytes, about: no character is torn
   * @throws RefusedException if the build has no such attempt
   */
  public Answer of(BuildView build, int number, long from, long most) {
    int attempts = build.record().attempts();
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
    long offset = Math.min(from, held);
    long end = end(log, offset, most, held);
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
