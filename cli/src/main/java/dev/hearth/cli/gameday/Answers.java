package dev.hearth.cli.gameday;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * How dispatchers answered hooks while nothing was done to them, nor to any server that they need:
 * whatever is done to the other dispatchers, these must take every hook.
 *
 * @param inVain tries that were not answered with 2xx, in the order in which they began
 * @param longest until an answer, or until it was given up
 */
record Answers(List<Try> inVain, Duration longest) {
  /**
   * For which a dispatcher is not judged after it was started again, or its servers were: a machine
   * that is busy takes so long to start one.
   */
  private static final Duration COMING_BACK = Duration.ofSeconds(30);

  /**
   * One try to deliver a hook.
   *
   * @param dispatcher the part's name
   * @param status of its answer; {@code 0} if there was none
   */
  record Try(String dispatcher, Instant began, Duration took, int status) {
    boolean taken() {
      return status / 100 == 2;
    }

    String sentence() {
      return "%s, %s: %s after %.1f s"
          .formatted(
              dispatcher,
              began,
              status == 0 ? "no answer" : "answered with " + status,
              took.toMillis() / 1e3);
    }

    private boolean isDisturbedBy(Done harm) {
      boolean concerns =
          switch (harm.kind().lane()) {
            case AGENTS -> false;
            case DISPATCHERS -> harm.target().equals(dispatcher);
            case SERVERS -> true;
          };
      return concerns && harm.overlaps(began.minus(COMING_BACK), began.plus(took));
    }
  }

  static Answers of(List<Try> tries, List<Done> done) {
    List<Try> undisturbed =
        tries.stream().filter(one -> done.stream().noneMatch(one::isDisturbedBy)).toList();
    return new Answers(
        undisturbed.stream()
            .filter(one -> !one.taken())
            .sorted(Comparator.comparing(Try::began))
            .toList(),
        undisturbed.stream().map(Try::took).max(Duration::compareTo).orElse(Duration.ZERO));
  }
}
