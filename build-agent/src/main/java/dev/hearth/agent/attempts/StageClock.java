package dev.hearth.agent.attempts;

import dev.hearth.agent.logs.AttemptLog;
import dev.hearth.protocol.Stage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Times the stages of one attempt, for its record and its log. */
final class StageClock {
  private final Clock clock;
  private final AttemptJournal journal;
  private final AttemptLog log;
  private volatile Stage current = Stage.CHECKOUT;

  StageClock(Clock clock, AttemptJournal journal, AttemptLog log) {
    this.clock = clock;
    this.journal = journal;
    this.log = log;
  }

  /** The stage that runs, or ran last; before the first, the first. */
  Stage current() {
    return current;
  }

  <T> T at(Stage stage, RunningAttempt.StageWork<T> work) throws InterruptedException {
    current = stage;
    Instant began = clock.instant();
    long beganAt = System.nanoTime();
    journal.change(record -> record.began(stage, began));
    log.line("== " + stage.word());
    boolean done = false;
    try {
      T result = work.run();
      done = true;
      return result;
    } finally {
      Duration took = Duration.ofNanos(System.nanoTime() - beganAt);
      journal.change(record -> record.stageEnded(began.plus(took)));
      log.line(
          "== %s%s: %s".formatted(stage.word(), done ? "" : " ended early", Seconds.text(took)));
    }
  }
}
