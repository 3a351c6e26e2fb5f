package dev.hearth.agent.attempts;

import dev.hearth.agent.StageFailure;
import dev.hearth.agent.logs.AttemptLog;
import dev.hearth.agent.logs.AttemptLogs;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.AttemptOutcome;
import dev.hearth.protocol.FailureKind;
import dev.hearth.protocol.Recipe;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.etcd.Versioned;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
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
  private final Optional<AttemptNotes> inherited;
  private final TaskClaims claims;
  private final AttemptPipeline pipeline;
  private final AttemptLogs logs;
  private final AttemptFiles files;
  private final Semaphore slots;
  private final Clock clock;
  private final AttemptThread control = new AttemptThread();
  private final Thread thread;

  /** What all attempts of an agent stand on. */
  record Parts(
      TaskClaims claims,
      AttemptPipeline pipeline,
      AttemptLogs logs,
      AttemptFiles files,
      Semaphore slots,
      Clock clock) {}

  /**
   * @param inherited what an earlier process noted of it; empty for one that begins
   */
  Attempt(Versioned<TaskOrder> task, Optional<AttemptNotes> inherited, Parts parts) {
    this.task = task;
    this.inherited = inherited;
    this.claims = parts.claims;
    this.pipeline = parts.pipeline;
    this.logs = parts.logs;
    this.files = parts.files;
    this.slots = parts.slots;
    this.clock = parts.clock;
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

  void handOver() {
    control.end(new EndCause.HandedOver());
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
    Notebook notebook = notebook();
    try {
      Claim claim = claims.claim(task, notebook.notes().nonce(), control::givesUp);
      if (control.isLeft()) {
        notebook.note(AttemptNotes::leftInOrder);
      } else if (!claimed(claim, notebook)) {
        files.delete(id());
      }
      if (!(claim instanceof Claim.Won) && !control.isLeft() && inherited.isPresent()) {
        pipeline.abandon(notebook.notes());
        logs.deliverLeftover(id());
      }
    } catch (InterruptedException e) {
      log.atDebug().log("ended");
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("an attempt could not be run to its end");
    }
  }

  /** Whether the next process shall find the notes. */
  private boolean claimed(Claim claim, Notebook notebook) throws InterruptedException {
    return switch (claim) {
      case Claim.Won(var record) -> {
        log.atInfo()
            .addKeyValue("build", task.value().request().title())
            .log(inherited.isPresent() ? "goes on" : "claimed");
        AttemptJournal journal = claims.journal(task, record, this::taskGone);
        try {
          yield run(journal, notebook);
        } catch (RuntimeException e) {
          yield endBroken(journal, notebook, e);
        }
      }
      case Claim.Orphaned(var record) -> {
        var lost = new AttemptOutcome.Lost("the agent was started anew while it ran this");
        log.atWarn().log("claimed by an earlier process, and lost with it");
        claims
            .journal(task, record, this::taskGone)
            .finish(lost, logs.lengthOf(id()), control::givesUp);
        yield false;
      }
      case Claim.Ended _ -> {
        log.atDebug().log("has ended before");
        yield false;
      }
      case Claim.Gone _ -> {
        log.atDebug().log("is gone before it was claimed");
        yield false;
      }
    };
  }

  /**
   * What is claimed gets an end, though it can't even have a log: no other host has it until then.
   * Returns whether the next process shall find the notes.
   */
  private boolean endBroken(AttemptJournal journal, Notebook notebook, RuntimeException e)
      throws InterruptedException {
    log.atError().setCause(e).log("an attempt could not be run");
    if (inherited.isPresent()) {
      pipeline.abandon(notebook.notes());
    }
    AttemptNotes.End known = notebook.notes().end();
    var lost = new AttemptOutcome.Lost(sentence(e));
    return finish(journal, notebook, known != null ? known : noteEnd(notebook, lost, 0));
  }

  /** The notes are on disk before the claim: what is claimed without them is lost. */
  private Notebook notebook() {
    AttemptNotes notes =
        inherited.orElseGet(
            () -> AttemptNotes.claiming(id(), UUID.randomUUID().toString(), clock.instant()));
    if (inherited.isEmpty()) {
      files.write(notes);
    }
    return new Notebook(files, notes);
  }

  /** Whether the next process shall find the notes. */
  private boolean run(AttemptJournal journal, Notebook notebook) throws InterruptedException {
    AttemptNotes.End known = notebook.notes().end();
    if (known != null && known.logLength() > 0) {
      return finish(journal, notebook, known);
    }
    long most = task.value().recipe().limits().log();
    AttemptLog attemptLog = inherited.isPresent() ? logs.resume(id(), most) : logs.open(id(), most);
    Optional<AttemptOutcome> outcome =
        known != null ? Optional.of(known.outcome()) : work(journal, notebook, attemptLog);
    if (outcome.isEmpty() && control.isLeft()) {
      attemptLog.leave();
      journal.abandon();
      notebook.note(AttemptNotes::leftInOrder);
      log.atInfo().log("left to the next process");
      return true;
    }
    outcome.ifPresent(how -> noteEnd(notebook, how, 0));
    long length = endLog(attemptLog, outcome);
    if (outcome.isEmpty()) {
      log.atInfo().log("the task is gone: ended, and nothing is written");
      journal.abandon();
      return false;
    }
    AttemptNotes.End end = noteEnd(notebook, outcome.get(), length);
    logs.awaitDelivered(id(), LOG_FLUSH);
    return finish(journal, notebook, end);
  }

  private static AttemptNotes.End noteEnd(Notebook notebook, AttemptOutcome outcome, long length) {
    var end = new AttemptNotes.End(outcome, length);
    notebook.note(notes -> notes.ended(end));
    return end;
  }

  private boolean finish(AttemptJournal journal, Notebook notebook, AttemptNotes.End end)
      throws InterruptedException {
    if (journal.finish(end.outcome(), end.logLength(), control::givesUp)) {
      log.atInfo().addKeyValue("outcome", end.outcome()).log("ended");
      return false;
    }
    boolean kept = !control.taskGone() && control.givesUp();
    if (kept) {
      notebook.note(AttemptNotes::leftInOrder);
    }
    return kept;
  }

  private Optional<AttemptOutcome> work(
      AttemptJournal journal, Notebook notebook, AttemptLog attemptLog) {
    Duration spent = Duration.between(notebook.notes().began(), clock.instant());
    Recipe recipe = task.value().recipe();
    try (var timeOuts = new TimeOuts(recipe, spent, control::isHeld, control::end)) {
      var stages = new StageClock(clock, journal, attemptLog, notebook, control::isLeft, timeOuts);
      timeOuts.start();
      return outcome(new Given(attemptLog, stages, notebook), stages, notebook.notes());
    }
  }

  /**
   * Empty when nothing may be said, or the attempt is left. Afterwards interrupts have no meaning
   * any more.
   */
  private Optional<AttemptOutcome> outcome(
      RunningAttempt given, StageClock stages, AttemptNotes notes) {
    AttemptOutcome own;
    boolean whole = false;
    control.begin();
    try {
      boolean slot = takeSlot(notes);
      try {
        own = pipeline.run(given);
        whole = true;
      } finally {
        if (slot) {
          slots.release();
        }
      }
    } catch (StageFailure e) {
      own = failure(e, stages.current());
    } catch (InterruptedException e) {
      own = new AttemptOutcome.Lost("the attempt was interrupted");
    } catch (RuntimeException e) {
      own = broken(stages.current(), e);
    }
    control.finish();
    if (control.isLeft()) {
      return whole ? Optional.of(own) : Optional.empty();
    }
    Optional<EndCause> cause = control.endCause();
    return cause.isPresent()
        ? cause.get().outcome(stages.current()).filter(one -> !control.taskGone())
        : Optional.of(own);
  }

  /** What runs already waits for no slot, though there be fewer of them now. */
  private boolean takeSlot(AttemptNotes notes) throws InterruptedException {
    if (inherited.isPresent() && notes.stage() != null) {
      return slots.tryAcquire();
    }
    slots.acquire();
    return true;
  }

  private static AttemptOutcome failure(StageFailure failure, Stage stage) {
    return failure.lost()
        ? new AttemptOutcome.Lost(failure.sentence())
        : new AttemptOutcome.Failed(stage, failure.kind(), failure.sentence());
  }

  private static AttemptOutcome broken(Stage stage, RuntimeException e) {
    log.atError().addKeyValue("stage", stage).setCause(e).log("a stage threw");
    return new AttemptOutcome.Lost("%s, in %s".formatted(sentence(e), stage.word()));
  }

  private static String sentence(RuntimeException e) {
    return e instanceof UncheckedIOException disk
        ? "the agent could not use its disk: " + rootMessage(disk)
        : "the agent stumbled: " + e;
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
    private final Notebook notebook;

    Given(AttemptLog attemptLog, StageClock stages, Notebook notebook) {
      this.attemptLog = attemptLog;
      this.stages = stages;
      this.notebook = notebook;
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
    public Notebook notebook() {
      return notebook;
    }

    @Override
    public boolean isLeft() {
      return control.isLeft();
    }

    @Override
    public EffectGate effects() {
      return control;
    }

    @Override
    public <T> T at(Stage stage, StageWork<T> work) throws InterruptedException {
      control.beforeWork();
      return stages.at(stage, work);
    }
  }
}
