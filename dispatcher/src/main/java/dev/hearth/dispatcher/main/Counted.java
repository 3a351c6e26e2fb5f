package dev.hearth.dispatcher.main;

import dev.hearth.dispatcher.hooks.BuildAcceptance;
import dev.hearth.dispatcher.leader.Archiver;
import dev.hearth.dispatcher.metrics.Metrics;
import dev.hearth.dispatcher.queue.Acceptance;
import dev.hearth.dispatcher.queue.BuildQueue;

/** The core's ports with the metrics' counting around them. */
final class Counted {
  private Counted() {}

  static BuildAcceptance acceptance(BuildQueue queue, Metrics metrics) {
    return submission -> {
      Acceptance accepted = queue.accept(submission);
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
}
