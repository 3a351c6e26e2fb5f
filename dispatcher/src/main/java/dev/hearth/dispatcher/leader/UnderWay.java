package dev.hearth.dispatcher.leader;

import dev.hearth.dispatcher.farm.BuildTable;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The builds for which nothing is to be decided just now: somebody works on them, or what was done
 * has not come back through the mirror, or it failed a moment ago. Safe for several threads.
 */
final class UnderWay {
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Longer than the mirror of the builds can go without a list, after which it is up to date. */
  private static final Duration SURELY_SEEN = Duration.ofMinutes(2);

  private static final Duration SWEEP_EVERY = Duration.ofSeconds(1);

  /** By the builds' ids. */
  private final Map<String, Mark> marks = new ConcurrentHashMap<>();

  private Instant sweepAt = Instant.MIN;

  private sealed interface Mark {
    Action action();

    record Working(Action action) implements Mark {}

    record Changed(Action action, Instant forgetAt) implements Mark {}

    record Failed(Action action, Instant againAt) implements Mark {}
  }

  void begin(Action action) {
    marks.put(idOf(action.build()), new Mark.Working(action));
  }

  /** The record that was read was changed: what still shows it is out of date. */
  void changed(Action action, Instant now) {
    marks.put(idOf(action.build()), new Mark.Changed(action, now.plus(SURELY_SEEN)));
  }

  /**
   * The placements that are being made or were made, of which the mirrors need not have told yet: a
   * host's slot is taken from the decision on. One that failed a moment ago counts too: it may have
   * been done and not answered.
   */
  List<Action.Assign> placements() {
    List<Action.Assign> placements = new ArrayList<>();
    for (Mark mark : marks.values()) {
      if (mark.action() instanceof Action.Assign assign) {
        placements.add(assign);
      }
    }
    return placements;
  }

  void failed(Action action, Instant now) {
    marks.put(idOf(action.build()), new Mark.Failed(action, now.plus(PAUSE)));
  }

  boolean has(Versioned<BuildRecord> build, Instant now) {
    Mark mark = marks.get(idOf(build));
    return switch (mark) {
      case null -> false;
      case Mark.Working _ -> true;
      case Mark.Changed(Action action, Instant forgetAt) ->
          build.modRevision() <= action.build().modRevision() && now.isBefore(forgetAt);
      case Mark.Failed(Action _, Instant againAt) -> now.isBefore(againAt);
    };
  }

  /**
   * Forgets now and then what no longer keeps anything back. Called by one thread only.
   *
   * @param builds later ones than those that the marks were made of
   */
  void sweep(BuildTable builds, Instant now) {
    if (now.isBefore(sweepAt)) {
      return;
    }
    sweepAt = now.plus(SWEEP_EVERY);
    marks
        .values()
        .removeIf(mark ->
            switch (mark) {
              case Mark.Working _ -> false;
              case Mark.Changed(Action action, Instant forgetAt) ->
                  now.isAfter(forgetAt) || isNewer(builds, action.build());
              case Mark.Failed(Action _, Instant againAt) -> now.isAfter(againAt);
            });
  }

  private static boolean isNewer(BuildTable builds, Versioned<BuildRecord> build) {
    return builds
        .find(build.value().id())
        .filter(found -> found.modRevision() <= build.modRevision())
        .isEmpty();
  }

  private static String idOf(Versioned<BuildRecord> build) {
    return build.value().id().value();
  }
}
