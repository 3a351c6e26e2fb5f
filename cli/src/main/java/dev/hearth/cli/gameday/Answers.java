package dev.hearth.cli.gameday;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * How dispatchers answered hooks while nothing was done to them, nor to any server that they need:
 * whatever is done to the other dispatchers, these must take every hook.
 *
 * @param inVain tries that were not answered with 2xx
 * @param longest until an answer, or until it was given up
 */
record Answers(int inVain, Duration longest) {
  /** For which a dispatcher is not judged after it was started again, or its servers were. */
  private static final Duration COMING_BACK = Duration.ofSeconds(15);

  /**
   * One try to deliver a hook.
   *
   * @param dispatcher the part's name
   * @param taken whether it was answered with 2xx
   */
  record Try(String dispatcher, Instant began, Duration took, boolean taken) {
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
    Stream<Duration> times = undisturbed.stream().map(Try::took);
    return new Answers(
        (int) undisturbed.stream().filter(one -> !one.taken()).count(),
        times.max(Duration::compareTo).orElse(Duration.ZERO));
  }
}
