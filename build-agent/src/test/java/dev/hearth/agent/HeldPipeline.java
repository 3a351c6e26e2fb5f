package dev.hearth.agent;

import dev.hearth.agent.attempts.AttemptNotes;
import dev.hearth.agent.attempts.AttemptPipeline;
import dev.hearth.agent.attempts.Inheritance;
import dev.hearth.agent.attempts.RunningAttempt;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.AttemptOutcome;
import dev.hearth.protocol.PushedImage;
import dev.hearth.protocol.Stage;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** A pipeline whose attempts stay in their compile until they are let through. */
final class HeldPipeline implements AttemptPipeline {
  private final Set<AttemptId> running = ConcurrentHashMap.newKeySet();
  private final Set<AttemptId> interrupted = ConcurrentHashMap.newKeySet();
  private final Set<AttemptId> paused = ConcurrentHashMap.newKeySet();
  private final Set<AttemptId> abandoned = ConcurrentHashMap.newKeySet();
  private final CountDownLatch through = new CountDownLatch(1);
  private volatile Runnable preparation = () -> {};

  @Override
  public AttemptOutcome.Pushed run(RunningAttempt attempt) throws InterruptedException {
    AttemptId id = attempt.task().attempt();
    running.add(id);
    try {
      return attempt.at(
          Stage.COMPILE,
          () ->
              attempt
                  .effects()
                  .holding(
                      new Pausing(id),
                      () -> {
                        attempt.log().line("compiling");
                        through.await();
                        var image = new PushedImage("app", "hearth-staging/x/app", "sha256:1");
                        return new AttemptOutcome.Pushed(List.of(image), true);
                      }));
    } catch (InterruptedException e) {
      interrupted.add(id);
      throw e;
    } finally {
      running.remove(id);
    }
  }

  @Override
  public void prepare(List<Inheritance.Inherited> goingOn) {
    preparation.run();
  }

  @Override
  public void abandon(AttemptNotes notes) {
    abandoned.add(notes.attempt());
  }

  /** What happens while the host is prepared. */
  void whilePreparing(Runnable happens) {
    preparation = happens;
  }

  void letThrough() {
    through.countDown();
  }

  boolean runs(AttemptId attempt) {
    return running.contains(attempt);
  }

  boolean wasInterrupted(AttemptId attempt) {
    return interrupted.contains(attempt);
  }

  boolean wasAbandoned(AttemptId attempt) {
    return abandoned.contains(attempt);
  }

  boolean isPaused(AttemptId attempt) {
    return paused.contains(attempt);
  }

  private final class Pausing implements dev.hearth.agent.attempts.EffectGate.Holdable {
    private final AttemptId id;

    Pausing(AttemptId id) {
      this.id = id;
    }

    @Override
    public void begin() {}

    @Override
    public void hold() {
      paused.add(id);
    }

    @Override
    public void letGo() {
      paused.remove(id);
    }
  }
}
