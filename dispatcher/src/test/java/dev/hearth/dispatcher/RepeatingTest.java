package dev.hearth.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RepeatingTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private Instant now = NOW;

  private final class Hand extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void aWarningIsGivenOnceAMinuteWithHowManyWereKeptBack() {
    Logger log = (Logger) LoggerFactory.getLogger("repeating test");
    ListAppender<ILoggingEvent> heard = new ListAppender<>();
    heard.start();
    log.setLevel(Level.INFO);
    log.addAppender(heard);
    Repeating away = new Repeating(log, new Hand());

    for (int second = 0; second <= 60; second++) {
      now = NOW.plusSeconds(second);
      away.warning().log("it is away");
    }

    assertThat(heard.list)
        .extracting(ILoggingEvent::getLevel, event -> String.valueOf(event.getKeyValuePairs()))
        .containsExactly(
            tuple(Level.WARN, "null"), tuple(Level.WARN, List.of("repeated=\"59\"").toString()));
  }
}
