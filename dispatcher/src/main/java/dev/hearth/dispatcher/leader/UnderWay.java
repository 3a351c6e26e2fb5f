package dev.hearth.dispatcher.leader;

import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The builds for which nothing is to be decided just now: somebody works on them, or what was done
 * has not come back through the mirror, or it failed a moment ago. Safe for several threads.
 */
final class UnderWay {
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Map<BuildId, Mark> marks = new ConcurrentHashMap<>();

  private sealed interface Mark {
    record Working() implements Mark {}

    record ChangedFrom(long revision, Instant forgetAt) implements Mark {}

    record Failed(Instant againAt) implements Mark {}
  }

  void begin(BuildId build) {
    marks.put(build, new Mark.Working());
  }

  /** The record that was read was changed: what still shows it is out of date. */
  void changed(Versioned<BuildRecord> from, Instant now) {
    Instant forgetAt = now.plus(PAUSE.multipliedBy(20));
    marks.put(from.value().id(), new Mark.ChangedFrom(from.modRevision(), forgetAt));
  }

  void failed(BuildId build, Instant now) {
    marks.put(build, new Mark.Failed(now.plus(PAUSE)));
  }

  boolean has(Versioned<BuildRecord> build, Instant now) {
    Mark mark = marks.get(build.value().id());
    return switch (mark) {
      case null -> false;
      case Mark.Working _ -> true;
      case Mark.ChangedFrom(long revision, Instant forgetAt) ->
          build.modRevision() <= revision && now.isBefore(forgetAt);
      case Mark.Failed(Instant againAt) -> now.isBefore(againAt);
    };
  }

  /** Forgets what no longer keeps anything back. */
  void sweep(Instant now) {
    marks
        .values()
        .removeIf(mark ->
            switch (mark) {
              case Mark.Working _ -> false;
              case Mark.ChangedFrom(long _, Instant forgetAt) -> now.isAfter(forgetAt);
              case Mark.Failed(Instant againAt) -> now.isAfter(againAt);
            });
  }
}
