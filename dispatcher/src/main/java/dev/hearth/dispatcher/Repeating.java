package dev.hearth.dispatcher;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * A warning that would be given again and again while something is away: given once a minute, with
 * how many were kept back; the others are for who debugs. Thread-safe.
 */
public final class Repeating {
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final Logger log;
  private final Clock clock;
  private Instant next = Instant.MIN;
  private long keptBack;

  public Repeating(Logger log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /** The warning, to be completed. */
  public synchronized LoggingEventBuilder warning() {
    Instant now = clock.instant();
    if (now.isBefore(next)) {
      keptBack++;
      return log.atLevel(Level.DEBUG);
    }
    next = now.plus(EVERY);
    long before = keptBack;
    keptBack = 0;
    return before == 0 ? log.atWarn() : log.atWarn().addKeyValue("repeated", before);
  }
}
