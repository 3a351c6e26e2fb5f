package dev.hearth.dispatcher.main;

import dev.hearth.dispatcher.hooks.BuildAcceptance;
import dev.hearth.dispatcher.leader.Archiver;
import dev.hearth.dispatcher.logs.LogAppend;
import dev.hearth.dispatcher.logs.LogStore;
import dev.hearth.dispatcher.logs.LogTime;
import dev.hearth.dispatcher.metrics.Metrics;
import dev.hearth.dispatcher.queue.Acceptance;
import dev.hearth.protocol.AttemptId;
import java.time.Instant;
import java.util.List;

/** The core's ports with the metrics' counting around them. */
final class Counted {
  private Counted() {}

  static BuildAcceptance acceptance(BuildAcceptance acceptance, Metrics metrics) {
    return submission -> {
      Acceptance accepted = acceptance.accept(submission);
      if (accepted instanceof Acceptance.Queued) {
        metrics.accepted(submission.cause());
      }
      return accepted;
    };
  }

  static Archiver archiver(Archiver archiver, Metrics metrics) {
    return (build, fence) -> {
      boolean archived = archiver.archive(build, fence);
      if (archived) {
        metrics.ended(build.value().state().word());
      }
      return archived;
    };
  }

  static LogStore logs(LogStore logs, Metrics metrics) {
    return new LogStore() {
      @Override
      public LogAppend append(AttemptId attempt, long offset, byte[] piece) {
        LogAppend kept = logs.append(attempt, offset, piece);
        if (!kept.gap()) {
          metrics.logged(piece.length);
        }
        return kept;
      }

      @Override
      public long length(AttemptId attempt) {
        return logs.length(attempt);
      }

      @Override
      public byte[] read(AttemptId attempt, long from, int max) {
        return logs.read(attempt, from, max);
      }

      @Override
      public List<LogTime> times(AttemptId attempt, long from) {
        return logs.times(attempt, from);
      }

      @Override
      public int forget(Instant before) {
        return logs.forget(before);
      }
    };
  }
}
