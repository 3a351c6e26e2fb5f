package dev.hearth.agent.attempts;

import dev.hearth.agent.logs.AttemptLog;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.Stage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** Times the stages of one attempt, for its record, its log and its notes. */
final class StageClock {
  private final Clock clock;
  private final AttemptJournal journal;
  private final AttemptLog log;
  private final Notebook notebook;
  private final BooleanSupplier left;
  private final TimeOuts timeOuts;
  private volatile Stage current;

  /**
   * @param left whether the attempt goes on in another process, and the stage with it
   */
  StageClock(
      Clock clock,
      AttemptJournal journal,
      AttemptLog log,
      Notebook notebook,
      BooleanSupplier left,
      TimeOuts timeOuts) {
    this.clock = clock;
    this.journal = journal;
    this.log = log;
    this.notebook = notebook;
    this.left = left;
    this.timeOuts = timeOuts;
    this.current = Objects.requireNonNullElse(notebook.notes().stage(), Stage.CHECKOUT);
  }

  /** The stage that runs, or ran last; before the first, the first. */
  Stage current() {
    return current;
  }

  /** A stage in which an earlier process was goes on from when it began there. */
  <T> T at(Stage stage, RunningAttempt.StageWork<T> work) throws InterruptedException {
    current = stage;
    Instant now = clock.instant();
    long nowAt = System.nanoTime();
    Instant earlier = notebook.notes().stage() == stage ? notebook.notes().stageBegan() : null;
    Instant began = earlier == null ? now : earlier;
    timeOuts.begins(stage, Duration.between(began, now));
    long beganAt = nowAt - Duration.between(began, now).toNanos();
    journal.change(
        record -> isOpen(record, stage) ? record : record.stageEnded(began).began(stage, began));
    if (earlier == null) {
      log.line("== " + stage.word());
    } else if (stage != Stage.COMPILE) {
      log.line("== %s, again: the agent was started anew".formatted(stage.word()));
    }
    notebook.note(notes -> notes.inStage(stage, began));
    boolean done = false;
    try {
      T result = work.run();
      done = true;
      return result;
    } finally {
      timeOuts.stageEnds();
      if (done || !left.getAsBoolean()) {
        Duration took = Duration.ofNanos(System.nanoTime() - beganAt);
        journal.change(record -> record.stageEnded(began.plus(took)));
        log.line(
            "== %s%s: %s".formatted(stage.word(), done ? "" : " ended early", Seconds.text(took)));
      }
    }
  }

  private static boolean isOpen(AttemptRecord record, Stage stage) {
    return !record.stages().isEmpty()
        && record.stages().getLast().stage() == stage
        && record.stages().getLast().ended() == null;
  }
}
