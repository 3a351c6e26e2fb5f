package dev.hearth.dispatcher.heads;

import dev.hearth.protocol.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whose turn it is. Each project has its own moment in every interval, by the hash of its id, so
 * that Git hosts are asked evenly. Not thread-safe.
 */
final class Rota {
  /** At the start, or after a change of leader, all are asked within this time, or sooner. */
  private static final Duration FIRST_ROUND = Duration.ofSeconds(30);

  private final Duration interval;
  private final Instant began;
  private final Map<ProjectId, Instant> next = new HashMap<>();

  Rota(Duration interval, Instant began) {
    this.interval = interval;
    this.began = began;
  }

  /** Those that are due, who waits longest first. A project that is new is due at once. */
  List<ProjectId> due(Collection<ProjectId> projects, Instant now) {
    next.keySet().retainAll(projects);
    for (ProjectId project : projects) {
      next.computeIfAbsent(project, _ -> first(project, now));
    }
    return projects.stream()
        .filter(project -> !next.getOrDefault(project, Instant.MAX).isAfter(now))
        .sorted(Comparator.comparing((ProjectId project) -> next.getOrDefault(project, now)))
        .toList();
  }

  /** It was asked: its next turn is half an interval away at least, at its own moment. */
  void asked(ProjectId project, Instant now) {
    long millis = interval.toMillis();
    long least = now.toEpochMilli() + millis / 2;
    long phase = (long) (share(project) * millis);
    long rounds = Math.ceilDiv(least - phase, millis);
    next.put(project, Instant.ofEpochMilli(phase + rounds * millis));
  }

  private Instant first(ProjectId project, Instant now) {
    Duration round = FIRST_ROUND.compareTo(interval) < 0 ? FIRST_ROUND : interval;
    Instant turn = began.plusMillis((long) (share(project) * round.toMillis()));
    return turn.isAfter(now) && now.isBefore(began.plusSeconds(1)) ? turn : now;
  }

  /** From 0 to below 1. */
  private static double share(ProjectId project) {
    return (project.value().hashCode() & 0x7fffffff) / (double) (1L << 31);
  }
}
