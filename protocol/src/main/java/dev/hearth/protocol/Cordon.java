package dev.hearth.protocol;

import java.time.Instant;

/**
 * The order that an agent gets no new tasks; outlives the agent.
 *
 * @param kind {@code cordon}, or {@code drain} when it is about to be taken away
 */
public record Cordon(String kind, String by, String why, Instant at) {
  public Cordon {
    by = Sentence.cut(by, 100);
    why = Sentence.cut(why, 200);
  }
}
