package dev.hearth.dispatcher.announcements;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Where announcements are seen. Thread-safe. */
public final class Board {
  private final Supplier<List<Announcement>> all;
  private final Clock clock;

  /**
   * @param all never blocks: every page asks
   */
  public Board(Supplier<List<Announcement>> all, Clock clock) {
    this.all = all;
    this.clock = clock;
  }

  /** Those that are seen now, oldest first: by everybody who is known, or by anybody. */
  public List<Announcement> seen(boolean known) {
    Instant now = clock.instant();
    return all.get().stream()
        .filter(one -> (known || one.notice().open()) && one.notice().isSeenAt(now))
        .toList();
  }
}
