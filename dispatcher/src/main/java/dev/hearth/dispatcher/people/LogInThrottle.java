package dev.hearth.dispatcher.people;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down who guesses passwords: after five failures, of a name or from an address, the next try
 * is looked at after a pause only, which doubles with each further failure up to a quarter of an
 * hour. Forgotten after a success, or an hour without a failure. Thread-safe.
 */
public final class LogInThrottle {
  private static final int FREE = 5;
  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final Duration MEMORY = Duration.ofHours(1);
  private static final int MOST = 10_000;

  private final Clock clock;
  private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true);

  private record Failures(int count, Instant last) {
    Instant openAgain() {
      if (count < FREE) {
        return last;
      }
      Duration pause = FIRST.multipliedBy(1L << Math.min(count - FREE, 20));
      return last.plus(pause.compareTo(LONGEST) < 0 ? pause : LONGEST);
    }
  }

  public LogInThrottle(Clock clock) {
    this.clock = clock;
  }

  /** How long to wait until the next try is looked at; zero: not at all. */
  public synchronized Duration pause(String name, String address) {
    Instant now = clock.instant();
    Duration byName = rest(key("name", name), now);
    Duration byAddress = rest(key("address", address), now);
    return byName.compareTo(byAddress) > 0 ? byName : byAddress;
  }

  public synchronized void failed(String name, String address) {
    count(key("name", name));
    count(key("address", address));
    while (failures.size() > MOST) {
      failures.remove(failures.keySet().iterator().next());
    }
  }

  public synchronized void succeeded(String name, String address) {
    failures.remove(key("name", name));
    failures.remove(key("address", address));
  }

  private Duration rest(String key, Instant now) {
    Failures known = failures.get(key);
    if (known == null) {
      return Duration.ZERO;
    }
    if (known.last().plus(MEMORY).isBefore(now)) {
      failures.remove(key);
      return Duration.ZERO;
    }
    Duration rest = Duration.between(now, known.openAgain());
    return rest.isNegative() ? Duration.ZERO : rest;
  }

  private void count(String key) {
    Failures known = failures.get(key);
    failures.put(key, new Failures(known == null ? 1 : known.count() + 1, clock.instant()));
  }

  private static String key(String kind, String value) {
    return kind + " " + value;
  }
}
