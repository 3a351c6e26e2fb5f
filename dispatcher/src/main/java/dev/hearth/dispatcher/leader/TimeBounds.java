package dev.hearth.dispatcher.leader;

import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.Recipe;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.StageRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * How long an attempt and its stages may take, as the leader keeps it: some time after its agent
 * should have done so.
 */
final class TimeBounds {
  private TimeBounds() {}

  /**
   * Why an attempt runs too long, a sentence; empty while it does not.
   *
   * @param grace beyond each bound
   * @param age how long something of the attempt, by its name, has been seen by now
   */
  static Optional<String> excess(
      Recipe recipe, AttemptRecord attempt, Duration grace, Function<String, Duration> age) {
    Optional<Stage> running = running(attempt);
    Optional<String> ofStage =
        running.flatMap(stage ->
            recipe
                .timeoutOf(stage)
                .filter(bound -> isOver(age.apply("stage " + stage.word()), bound, grace))
                .map(bound -> stage.word() + " took longer than " + Sentences.of(bound)));
    boolean whole = isOver(age.apply("run"), recipe.timeout(), grace);
    if (ofStage.isPresent() || !whole) {
      return ofStage;
    }
    String where = running.map(stage -> ", and was ended in " + stage.word()).orElse("");
    return Optional.of("the attempt took longer than " + Sentences.of(recipe.timeout()) + where);
  }

  private static boolean isOver(Duration age, Duration bound, Duration grace) {
    return age.compareTo(bound.plus(grace)) >= 0;
  }

  private static Optional<Stage> running(AttemptRecord attempt) {
    return attempt.stages().isEmpty()
        ? Optional.empty()
        : Optional.of(attempt.stages().getLast())
            .filter(last -> last.ended() == null)
            .map(StageRecord::stage);
  }
}
