package dev.hearth.dispatcher.leader;

import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The builds for which nothing is to be decided just now: somebody works on them, or what was done
 * has not come back through the mirror, or it failed a moment ago. Safe for several threads.
 */
final class UnderWay {
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Map<BuildId, Mark> marks = new ConcurrentHashMap<>();

  private sealed interface Mark {
    record Working(Action action) implements Mark {}

    record Changed(Action action, Instant forgetAt) implements Mark {}

    record Failed(Instant againAt) implements Mark {}
  }

  void begin(Action action) {
    marks.put(action.build().value().id(), new Mark.Working(action));
  }

  /** The record that was read was changed: what still shows it is out of date. */
  void changed(Action action, Instant now) {
    Instant forgetAt = now.plus(PAUSE.multipliedBy(20));
    marks.put(action.build().value().id(), new Mark.Changed(action, forgetAt));
  }

  /**
   * The placement of a build that is being made, or was made since this record: a host's slot is
   * taken from the decision on, not from when a mirror tells of it.
   */
  Optional<Action.Assign> placement(Versioned<BuildRecord> build) {
    Action action =
        switch (marks.get(build.value().id())) {
          case Mark.Working working -> working.action();
          case Mark.Changed changed -> changed.action();
          case Mark.Failed _ -> null;
          case null -> null;
        };
    return action instanceof Action.Assign assign
            && build.modRevision() <= assign.build().modRevision()
        ? Optional.of(assign)
        : Optional.empty();
  }

  void failed(BuildId build, Instant now) {
    marks.put(build, new Mark.Failed(now.plus(PAUSE)));
  }

  boolean has(Versioned<BuildRecord> build, Instant now) {
    Mark mark = marks.get(build.value().id());
    return switch (mark) {
      case null -> false;
      case Mark.Working _ -> true;
      case Mark.Changed(Action action, Instant forgetAt) ->
          build.modRevision() <= action.build().modRevision() && now.isBefore(forgetAt);
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
              case Mark.Changed(Action _, Instant forgetAt) -> now.isAfter(forgetAt);
              case Mark.Failed(Instant againAt) -> now.isAfter(againAt);
            });
  }
}
