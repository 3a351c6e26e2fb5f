package dev.hearth.cli.gameday;

import dev.hearth.cli.demo.GitLabPush;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A push to a branch, and what became of its hook.
 *
 * @param number counts the game's pushes from 1: a later one of a branch has the greater
 * @param marker what the commit's build prints and its image holds
 * @param delivery the id of the hook's delivery, the same at each try
 * @param at when the hook was sent for the first time
 */
record Push(
    int number, String branch, String marker, GitLabPush hook, String delivery, Instant at) {
  String project() {
    return hook.path();
  }

  String commit() {
    return hook.after();
  }

  /**
   * A hook that was answered with 2xx.
   *
   * @param waited from the first try to that answer
   * @param builds their ids
   * @param reason why there are none; null if there are
   */
  record Accepted(
      Push push, Duration waited, int tries, List<String> builds, @Nullable String reason) {
    Accepted {
      builds = List.copyOf(builds);
    }

    /** For whoever looks into a game that failed. */
    String line() {
      return "%s %s of %s: taken after %d ms and %d tries, builds %s %s"
          .formatted(
              push.at(),
              push.marker(),
              push.commit(),
              waited.toMillis(),
              tries,
              builds,
              reason == null ? "" : reason);
    }
  }
}
