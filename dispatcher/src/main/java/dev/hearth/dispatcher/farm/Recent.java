package dev.hearth.dispatcher.farm;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that is counted anew when it is asked for, but not each time: what many readers ask for
 * at once, none of whom minds an answer that is a moment old. Thread-safe.
 */
public final class Recent<T> implements Supplier<T> {
  private final Duration atMostOld;
  private final Supplier<T> count;
  private @Nullable T counted;
  private long countedAt;

  public Recent(Duration atMostOld, Supplier<T> count) {
    this.atMostOld = atMostOld;
    this.count = count;
  }

  @Override
  public synchronized T get() {
    T known = counted;
    if (known == null || System.nanoTime() - countedAt > atMostOld.toNanos()) {
      known = count.get();
      counted = known;
      countedAt = System.nanoTime();
    }
    return known;
  }
}
