package dev.hearth.dispatcher.sql;

import java.util.Map;

/**
 * Heads of a project's repository for which nothing is built.
 *
 * @param gitKey the repository's host and path; empty if its heads were never read
 * @param problem why they could not be read last; empty if they could
 * @param heads by the ref's full name
 */
public record Baseline(String gitKey, String problem, Map<String, KnownHead> heads) {
  public static final Baseline NONE = new Baseline("", "", Map.of());

  public Baseline {
    heads = Map.copyOf(heads);
  }
}
