package dev.hearth.agent.attempts;

import dev.hearth.agent.StageFailure;
import dev.hearth.agent.logs.AttemptLog;
import dev.hearth.agent.logs.AttemptLogs;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.AttemptOutcome;
import dev.hearth.protocol.FailureKind;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.etcd.Versioned;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** One attempt, from its claim to its outcome, on a thread of its own. */
final class Attempt {
  private static final Logger log = LoggerFactory.getLogger(Attempt.class);

  /** How long an attempt's end waits for its log to arrive at the dispatcher. */
  private static final Duration LOG_FLUSH = Duration.ofSeconds(2);

  private final Versioned<TaskOrder> task;
  private final TaskClaims claims;
  private final AttemptPipeline pipeline;
  private final AttemptLogs logs;
  private final Semaphore slots;
  private final Clock clock;
  private final AttemptThread control = new AttemptThread();
  private final Thread thread;

  Attempt(
      Versioned<TaskOrder> task,
      TaskClaims claims,
      AttemptPipeline pipeline,
      AttemptLogs logs,
      Semaphore slots,
      Clock clock) {
    this.task = task;
    this.claims = claims;
    this.pipeline = pipeline;
    this.logs = logs;
    this.slots = slots;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("attempt " + id()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  AttemptId id() {
    return task.value().attempt();
  }

  /** Whether this attempt runs for the task with this create revision. */
  boolean isOf(Versioned<TaskOrder> other) {
    return task.createRevision() == other.createRevision();
  }

  boolean isOver() {
    return !thread.isAlive();
  }

  void taskGone() {
    control.end(new EndCause.TaskGone());
  }

  void stop(StopOrder order) {
    control.end(new EndCause.Stopped(order));
  }

  void cutOff(Duration patience) {
    control.end(new EndCause.CutOff(patience));
  }

  void agentStops() {
    control.end(new EndCause.AgentStops());
  }

  void hold() {
    control.hold();
  }

  /** Lets the attempt go on if its task still stands; else ends it. */
  void letGo() {
    if (claims.stands(task)) {
      control.letGo();
    } else {
      taskGone();
    }
  }

  boolean await(Duration atMost) throws InterruptedException {
    return thread.join(atMost);
  }

  private void run() {
    MDC.put("attempt", id().toString());
    try {
      switch (claims.claim(task, control::taskGone)) {
        case Claim.Won(var record) -> {
          log.atInfo().addKeyValue("build", task.value().request().title()).log("claimed");
          run(claims.journal(task, record, this::taskGone));
        }
        case Claim.Orphaned(var record) -> {
          var lost = new AttemptOutcome.Lost("the agent was started anew while it ran this");
          log.atWarn().log("claimed by an earlier process, and lost with it");
          claims
              .journal(task, record, this::taskGone)
              .finish(lost, logs.lengthOf(id()), control::taskGone);
        }
        case Claim.Ended _ -> log.atDebug().log("has ended before");
        case Claim.Gone _ -> log.atDebug().log("is gone before it was claimed");
      }
    } catch (InterruptedException e) {
      log.atDebug().log("ended");
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("an attempt could not be run to its end");
    }
  }

  private void run(AttemptJournal journal) throws InterruptedException {
    TaskOrder order = task.value();
    AttemptLog attemptLog = logs.open(id(), order.recipe().limits().log());
    var stages = new StageClock(clock, journal, attemptLog);
    Thread timer = Thread.ofVirtual().name("time-out").start(this::endOverTime);
    Optional<AttemptOutcome> outcome;
    try {
      outcome = outcome(new Given(attemptLog, stages), stages);
    } finally {
      timer.interrupt();
    }
    long length = endLog(attemptLog, outcome);
    if (outcome.isEmpty()) {
      log.atInfo().log("the task is gone: ended, and nothing is written");
      journal.abandon();
      return;
    }
    logs.awaitDelivered(id(), LOG_FLUSH);
    if (journal.finish(outcome.get(), length, control::taskGone)) {
      log.atInfo().addKeyValue("outcome", outcome.get()).log("ended");
    }
  }

  private void endOverTime() {
    Duration timeout = task.value().recipe().timeout();
    try {
      Thread.sleep(timeout);
      control.end(new EndCause.OverTime(timeout));
    } catch (InterruptedException e) {
      log.atTrace().log("ended in time");
    }
  }

  /** Empty when nothing may be said. Afterwards interrupts have no meaning any more. */
  private Optional<AttemptOutcome> outcome(RunningAttempt given, StageClock stages) {
    AttemptOutcome own;
    control.begin();
    try {
      slots.acquire();
      try {
        own = pipeline.run(given);
      } finally {
        slots.release();
      }
    } catch (StageFailure e) {
      own = failure(e, stages.current());
    } catch (InterruptedException e) {
      own = new AttemptOutcome.Lost("the attempt was interrupted");
    } catch (UncheckedIOException e) {
      own = broken(stages.current(), "the agent could not use its disk: " + rootMessage(e), e);
    } catch (RuntimeException e) {
      own = broken(stages.current(), "the agent stumbled: " + e, e);
    }
    control.finish();
    Optional<EndCause> cause = control.endCause();
    return cause.isPresent()
        ? cause.get().outcome(stages.current()).filter(one -> !control.taskGone())
        : Optional.of(own);
  }

  private static AttemptOutcome failure(StageFailure failure, Stage stage) {
    return failure.lost()
        ? new AttemptOutcome.Lost(failure.sentence())
        : new AttemptOutcome.Failed(stage, failure.kind(), failure.sentence());
  }

  private static AttemptOutcome broken(Stage stage, String sentence, RuntimeException e) {
    log.atError().addKeyValue("stage", stage).setCause(e).log("a stage threw");
    return new AttemptOutcome.Failed(stage, FailureKind.INFRASTRUCTURE, sentence);
  }

  private static String rootMessage(UncheckedIOException e) {
    return String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
  }

  /** Never throws: a log that can't be ended must not change how its attempt ended. */
  private static long endLog(AttemptLog attemptLog, Optional<AttemptOutcome> outcome) {
    try {
      attemptLog.line(
          "== " + outcome.map(Attempt::lastWords).orElse("ended: not this agent's any more"));
      return attemptLog.seal();
    } catch (UncheckedIOException e) {
      log.atError().setCause(e).log("a log can't be ended");
      return 0;
    }
  }

  private static String lastWords(AttemptOutcome outcome) {
    return switch (outcome) {
      case AttemptOutcome.Pushed(var images, boolean _) -> "pushed " + images.size() + " image(s)";
      case AttemptOutcome.Failed(Stage stage, FailureKind _, String reason) ->
          "failed at " + stage.word() + ": " + reason;
      case AttemptOutcome.Stopped _ -> "stopped";
      case AttemptOutcome.Lost(String reason) -> "lost: " + reason;
      case AttemptOutcome.Unknown(String word) -> word;
    };
  }

  private final class Given implements RunningAttempt {
    private final AttemptLog attemptLog;
    private final StageClock stages;

    Given(AttemptLog attemptLog, StageClock stages) {
      this.attemptLog = attemptLog;
      this.stages = stages;
    }

    @Override
    public TaskOrder task() {
      return task.value();
    }

    @Override
    public AttemptLog log() {
      return attemptLog;
    }

    @Override
    public EffectGate effects() {
      return control;
    }

    @Override
    public <T> T at(Stage stage, StageWork<T> work) throws InterruptedException {
      return stages.at(stage, work);
    }
  }
}
