package dev.hearth.agent.attempts;

import dev.hearth.agent.StageFailure;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of one attempt, as others may act on it: end it, hold it, let it go. Ending it is an
 * interrupt; holding it is one too where its work can't be held otherwise. Libraries swallow
 * interrupts now and then (JGit does): so an end is looked for besides before each piece of work,
 * and whoever ends an attempt again interrupts what it still waits for.
 */
final class AttemptThread implements EffectGate {
  private static final Logger log = LoggerFactory.getLogger(AttemptThread.class);
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** How long a process that hands over still tries to write ends. */
  private static final Duration LAST_TRIES = Duration.ofSeconds(2);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Optional<Thread> worker = Optional.empty();
  private Optional<EndCause> end = Optional.empty();
  private boolean taskGone;
  private Optional<Long> leavesSince = Optional.empty();
  private boolean held;
  private boolean repeats;

  /** Whether work that can be held runs, which an interrupt more does no harm. */
  private boolean holds;

  /** Counts the times that work was broken off. */
  private long brokenOff;

  /** To be called on the thread itself, before anything else. */
  void begin() {
    locked(() -> {
      worker = Optional.of(Thread.currentThread());
      if (end.isPresent()) {
        Thread.currentThread().interrupt();
      }
    });
  }

  /** To be called on the thread itself, when interrupts have no meaning any more. */
  void finish() {
    locked(() -> {
      worker = Optional.empty();
      if (Thread.interrupted()) {
        log.atTrace().log("an interrupt came after the work was done");
      }
    });
  }

  /**
   * The first cause wins; but that the task is gone is never forgotten. May be called again until
   * the attempt is over.
   */
  void end(EndCause cause) {
    locked(() -> {
      taskGone |= cause instanceof EndCause.TaskGone;
      if (cause instanceof EndCause.HandedOver && leavesSince.isEmpty()) {
        leavesSince = Optional.of(System.nanoTime());
      }
      if (end.isEmpty()) {
        end = Optional.of(cause);
        changed.signalAll();
        worker.ifPresent(Thread::interrupt);
      } else if (holds) {
        worker.ifPresent(Thread::interrupt);
      }
    });
  }

  /**
   * To be called on the thread itself before it begins something.
   *
   * @throws InterruptedException if the attempt was ended, whatever became of the interrupt
   */
  void beforeWork() throws InterruptedException {
    lock.lock();
    try {
      throwIfEnded();
    } finally {
      lock.unlock();
    }
  }

  Optional<EndCause> endCause() {
    lock.lock();
    try {
      return end;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing may be written about this attempt any more. */
  boolean taskGone() {
    lock.lock();
    try {
      return taskGone;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the attempt goes on in another process: what it has on this host stays. */
  boolean isLeft() {
    return endCause().filter(EndCause.HandedOver.class::isInstance).isPresent();
  }

  /**
   * Whether etcd is not asked again to take something: nothing may be written any more, or this
   * process ends and the next one can ask as well.
   */
  boolean givesUp() {
    lock.lock();
    try {
      return taskGone
          || leavesSince
              .filter(since -> System.nanoTime() - since > LAST_TRIES.toNanos())
              .isPresent();
    } finally {
      lock.unlock();
    }
  }

  boolean isHeld() {
    lock.lock();
    try {
      return held;
    } finally {
      lock.unlock();
    }
  }

  /** From now on nothing has an effect. */
  void hold() {
    locked(() -> {
      if (!held) {
        held = true;
        changed.signalAll();
        if (repeats) {
          brokenOff++;
          worker.ifPresent(Thread::interrupt);
        }
      }
    });
  }

  void letGo() {
    locked(() -> {
      held = false;
      changed.signalAll();
    });
  }

  @Override
  public <T> T holding(Holdable holdable, RunningAttempt.StageWork<T> work)
      throws InterruptedException {
    awaitLetGo();
    Thread holder = Thread.ofVirtual().name("holder").unstarted(() -> holdWhenever(holdable));
    try {
      locked(() -> holds = true);
      holdable.begin();
      holder.start();
      return work.run();
    } finally {
      locked(() -> holds = false);
      holder.interrupt();
    }
  }

  @Override
  public <T> T repeating(RunningAttempt.StageWork<T> work) throws InterruptedException {
    while (true) {
      long before = beginRepeating();
      try {
        T result = work.run();
        if (!wasBrokenOff(before)) {
          return result;
        }
      } catch (InterruptedException | StageFailure e) {
        if (!wasBrokenOff(before)) {
          throw e;
        }
      } finally {
        endRepeating(before);
      }
    }
  }

  private long beginRepeating() throws InterruptedException {
    lock.lock();
    try {
      awaitLetGo();
      repeats = true;
      return brokenOff;
    } finally {
      lock.unlock();
    }
  }

  private boolean wasBrokenOff(long before) {
    lock.lock();
    try {
      repeats = false;
      return brokenOff != before && end.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** The interrupt that broke the work off must not reach what comes next. */
  private void endRepeating(long before) {
    lock.lock();
    try {
      repeats = false;
      if (brokenOff != before && end.isEmpty() && Thread.interrupted()) {
        log.atDebug().log("work was broken off for want of a lease");
      }
    } finally {
      lock.unlock();
    }
  }

  private void awaitLetGo() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (held && end.isEmpty()) {
        changed.await();
      }
      throwIfEnded();
    } finally {
      lock.unlock();
    }
  }

  /** A wait that was signalled first and interrupted then returns as if nothing had happened. */
  private void throwIfEnded() throws InterruptedException {
    if (Thread.interrupted() || end.isPresent()) {
      throw new InterruptedException("the attempt has ended");
    }
  }

  private void awaitHeld(boolean wanted) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (held != wanted) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void holdWhenever(Holdable holdable) {
    try {
      while (true) {
        awaitHeld(true);
        until("hold", holdable::hold);
        awaitHeld(false);
        until("let go", holdable::letGo);
      }
    } catch (InterruptedException e) {
      log.atTrace().log("nothing to hold any more");
    }
  }

  private interface Step {
    void take() throws InterruptedException;
  }

  private static void until(String what, Step step) throws InterruptedException {
    while (true) {
      try {
        step.take();
        return;
      } catch (StageFailure | EtcdUnavailableException e) {
        log.atWarn()
            .addKeyValue("what", what)
            .addKeyValue("cause", e.getMessage())
            .log("an attempt could not be held or let go, tries again");
        Thread.sleep(PAUSE);
      }
    }
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }
}
