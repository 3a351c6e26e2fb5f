package dev.hearth.dispatcher.console.farm;

import dev.hearth.dispatcher.sql.ArchiveQuery;
import dev.hearth.dispatcher.sql.BuildArchive;
import dev.hearth.dispatcher.sql.DailyCounts;
import dev.hearth.dispatcher.sql.DailyCounts.Count;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the farm did lately. The whole history is counted for it, so it stays as it is for a quarter
 * of a minute. Thread-safe.
 */
final class RecentFigures {
  /** So many of the newest builds are looked at for what warm caches saved. */
  private static final int BUILDS = 400;

  private static final Duration STAYS = Duration.ofSeconds(15);

  private final DailyCounts counts;
  private final BuildArchive archive;
  private final Clock clock;
  private final AtomicReference<@Nullable Figures> known = new AtomicReference<>();

  /**
   * @param since the first instant that is counted
   */
  record Figures(
      Instant at,
      Instant since,
      List<Count> builds,
      List<Count> pushes,
      List<Count> logIns,
      Warmth warmth) {}

  RecentFigures(DailyCounts counts, BuildArchive archive, Clock clock) {
    this.counts = counts;
    this.archive = archive;
    this.clock = clock;
  }

  Figures since(Instant since) {
    Instant now = clock.instant();
    Figures last = known.get();
    if (last != null && last.since().equals(since) && now.isBefore(last.at().plus(STAYS))) {
      return last;
    }
    Figures fresh =
        new Figures(
            now,
            since,
            counts.builds(since),
            counts.acts("image.pushed", since),
            counts.acts("login", since),
            Warmth.of(archive.list(ArchiveQuery.newest(BUILDS))));
    known.set(fresh);
    return fresh;
  }
}
