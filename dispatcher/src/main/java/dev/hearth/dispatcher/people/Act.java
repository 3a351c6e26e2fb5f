package dev.hearth.dispatcher.people;

import java.time.Instant;
import java.util.Map;

/**
 * Something that somebody did, as the activity trail keeps it.
 *
 * @param id sorts by time
 * @param who by name, as it was then
 * @param from the address from which it was asked; empty: the farm itself did it
 * @param what {@code build.asked}, {@code member.added}
 * @param on the thing's title, as it was then
 * @param facts what it was about and what was before, by name; never a secret
 */
public record Act(
    String id,
    Instant at,
    Kind kind,
    String key,
    String on,
    String who,
    String from,
    String what,
    Map<String, String> facts) {
  public Act {
    facts = Map.copyOf(facts);
  }
}
