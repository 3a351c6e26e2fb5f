package dev.hearth.cli.gameday;

import java.time.Duration;
import java.util.List;

/**
 * One thing that is done to the farm.
 *
 * @param at after the beginning of the game
 * @param pick says who is hit, counted through those that there are; passed over where the kind
 *     says who
 * @param lasting until it is mended
 */
public record Harm(Duration at, HarmKind kind, int pick, Duration lasting) {
  Duration end() {
    return at.plus(lasting);
  }

  /** Whom of {@code candidates} it hits. */
  <T> T among(List<T> candidates) {
    return candidates.get(pick % candidates.size());
  }
}
