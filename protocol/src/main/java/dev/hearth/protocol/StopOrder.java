package dev.hearth.protocol;

import java.time.Instant;

/**
 * The order to stop a build.
 *
 * @param by who ordered it: a person, or the part of the farm that did
 * @param why one sentence
 */
public record StopOrder(StopKind kind, String by, String why, Instant at) {
  public StopOrder {
    by = Sentence.cut(by, 100);
    why = Sentence.cut(why, 200);
  }
}
