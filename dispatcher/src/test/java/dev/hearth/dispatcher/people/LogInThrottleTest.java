package dev.hearth.dispatcher.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LogInThrottleTest {
  private Instant now = Instant.parse("2026-11-22T10:00:00Z");
  private final LogInThrottle throttle =
      new LogInThrottle(
          new Clock() {
            @Override
            public ZoneOffset getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              return this;
            }

            @Override
            public Instant instant() {
              return now;
            }
          });

  @Test
  void aFewMistakesCostNothing() {
    fail(4, "ada", "192.0.2.1");
    assertThat(throttle.pause("ada", "192.0.2.1")).isZero();
  }

  @Test
  void thePauseGrowsWithEachFurtherFailureToAQuarterOfAnHour() {
    fail(5, "ada", "192.0.2.1");
    assertThat(throttle.pause("ada", "192.0.2.9")).isEqualTo(Duration.ofSeconds(2));
    fail(1, "ada", "192.0.2.1");
    assertThat(throttle.pause("ada", "192.0.2.9")).isEqualTo(Duration.ofSeconds(4));
    fail(40, "ada", "192.0.2.1");
    assertThat(throttle.pause("ada", "192.0.2.9")).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void anAddressThatTriesManyNamesIsSlowedDownToo() {
    for (int i = 0; i < 5; i++) {
      throttle.failed("name" + i, "192.0.2.1");
    }
    assertThat(throttle.pause("ada", "192.0.2.1")).isPositive();
    assertThat(throttle.pause("ada", "192.0.2.2")).isZero();
  }

  @Test
  void aSuccessOrAnHourForgets() {
    fail(6, "ada", "192.0.2.1");
    throttle.succeeded("ada", "192.0.2.1");
    assertThat(throttle.pause("ada", "192.0.2.1")).isZero();

    fail(6, "ada", "192.0.2.1");
    now = now.plus(Duration.ofMinutes(61));
    assertThat(throttle.pause("ada", "192.0.2.1")).isZero();
  }

  private void fail(int times, String name, String address) {
    for (int i = 0; i < times; i++) {
      throttle.failed(name, address);
    }
  }
}
