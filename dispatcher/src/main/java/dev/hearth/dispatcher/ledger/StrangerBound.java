package dev.hearth.dispatcher.ledger;

import dev.hearth.dispatcher.sql.Decision;
import dev.hearth.dispatcher.sql.DeliveryEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many deliveries of no project are kept one by one: in each minute the first ten of each
 * decision; the rest of that minute are counted in one entry. So nobody who can reach the hook's
 * address can fill the database. Thread-safe.
 */
final class StrangerBound {
  private static final int ONE_BY_ONE = 10;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final Map<Decision, Window> windows = new EnumMap<>(Decision.class);

  private static final class Window {
    private final Instant began;
    private int kept;
    private long more;

    private Window(Instant began) {
      this.began = began;
    }
  }

  private final Map<Decision, DeliveryEntry> last = new EnumMap<>(Decision.class);

  /** The entry, if it is kept by itself. */
  synchronized Optional<DeliveryEntry> take(DeliveryEntry entry) {
    if (entry.project() != null) {
      return Optional.of(entry);
    }
    Window window = windows.computeIfAbsent(entry.decision(), _ -> new Window(entry.at()));
    if (window.kept < ONE_BY_ONE) {
      window.kept++;
      return Optional.of(entry);
    }
    window.more++;
    last.put(entry.decision(), entry);
    return Optional.empty();
  }

  /** One entry for all that were only counted in windows that are over. */
  synchronized List<DeliveryEntry> over(Instant now) {
    List<DeliveryEntry> sums = new ArrayList<>();
    windows
        .entrySet()
        .removeIf(one -> {
          Window window = one.getValue();
          if (now.isBefore(window.began.plus(WINDOW))) {
            return false;
          }
          DeliveryEntry like = last.remove(one.getKey());
          if (like != null) {
            sums.add(like.times(window.more, now));
          }
          return true;
        });
    return sums;
  }
}
