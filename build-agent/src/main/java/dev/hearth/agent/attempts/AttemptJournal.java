package dev.hearth.agent.attempts;

import dev.hearth.agent.registration.Registration;
import dev.hearth.agent.registration.Standing;
import dev.hearth.protocol.AttemptOutcome;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.FailureKind;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.RecordTooLargeException;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record of one attempt that this agent has claimed. Each writing is guarded by the task, by
 * the agent's own key and by what was written before. What stages tell is written as soon as etcd
 * takes it, and no stage waits for it; only the outcome is waited for.
 */
final class AttemptJournal {
  private static final Logger log = LoggerFactory.getLogger(AttemptJournal.class);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private enum Writing {
    DONE,
    AGAIN,
    NOT_OURS
  }

  private final KeyValues etcd;
  private final Registration registration;
  private final Versioned<TaskOrder> task;
  private final Key<AttemptRecord> key;
  private final Runnable notOurs;
  private final Semaphore changes = new Semaphore(0);
  private final Thread writer;
  private Versioned<AttemptRecord> written;
  private AttemptRecord wanted;

  /**
   * @param claimed as it stands in etcd
   * @param notOurs told when the attempt turns out to be this agent's no more
   */
  AttemptJournal(
      KeyValues etcd,
      Registration registration,
      Versioned<TaskOrder> task,
      Versioned<AttemptRecord> claimed,
      Runnable notOurs) {
    this.etcd = etcd;
    this.registration = registration;
    this.task = task;
    this.key = claimed.key();
    this.notOurs = notOurs;
    this.written = claimed;
    this.wanted = claimed.value();
    this.writer = Thread.ofVirtual().name("journal").unstarted(this::writeChanges);
  }

  /** Notes a change; it is written soon. */
  void change(UnaryOperator<AttemptRecord> change) {
    synchronized (changes) {
      wanted = change.apply(wanted);
    }
    if (writer.getState() == Thread.State.NEW) {
      writer.start();
    }
    changes.release();
  }

  /**
   * Writes the outcome, and waits for etcd as long as it takes.
   *
   * @param givesUp asked before each try
   * @return whether it stands
   */
  boolean finish(AttemptOutcome outcome, long logLength, BooleanSupplier givesUp)
      throws InterruptedException {
    writer.interrupt();
    writer.join();
    AttemptRecord last;
    synchronized (changes) {
      last = wanted.logged(logLength).ended(outcome);
    }
    while (!givesUp.getAsBoolean()) {
      switch (writeOutcome(last)) {
        case DONE -> {
          return true;
        }
        case NOT_OURS -> {
          return false;
        }
        case AGAIN -> Thread.sleep(PAUSE);
      }
    }
    return false;
  }

  /** Ends the writing without an outcome. */
  void abandon() {
    writer.interrupt();
  }

  private void writeChanges() {
    try {
      while (true) {
        changes.acquire();
        changes.drainPermits();
        AttemptRecord next;
        synchronized (changes) {
          next = wanted;
        }
        Writing writing = write(next);
        while (writing == Writing.AGAIN) {
          Thread.sleep(PAUSE);
          writing = write(next);
        }
        if (writing == Writing.NOT_OURS) {
          notOurs.run();
          return;
        }
      }
    } catch (InterruptedException e) {
      log.atTrace().log("the journal's own thread ends");
    }
  }

  /** What never fits into etcd must not be tried for ever. */
  private Writing writeOutcome(AttemptRecord last) {
    try {
      return write(last);
    } catch (RecordTooLargeException e) {
      String reason =
          "its images take more room than etcd gives their record: give it fewer images";
      return write(last.ended(new AttemptOutcome.Failed(Stage.PUSH, FailureKind.USER, reason)));
    }
  }

  private Writing write(AttemptRecord next) {
    try {
      Optional<Standing> standing = registration.standing();
      if (standing.isEmpty()) {
        return registration.isOusted() ? Writing.NOT_OURS : Writing.AGAIN;
      }
      Transaction.Builder rewrite =
          Transaction.begin()
              .ifCreatedAt(task.key(), task.createRevision())
              .ifUnchanged(written)
              .rewrite(written, next);
      if (etcd.commit(standing.get().fence(rewrite).end())) {
        return next.outcome() != null || readBack() ? Writing.DONE : Writing.NOT_OURS;
      }
      return explainRefusal(next);
    } catch (EtcdUnavailableException e) {
      log.atDebug().addKeyValue("cause", e.getMessage()).log("an attempt can't be written now");
      return Writing.AGAIN;
    }
  }

  private boolean readBack() {
    Optional<Versioned<AttemptRecord>> found = etcd.find(key);
    found.ifPresent(one -> written = one);
    return found.isPresent();
  }

  private Writing explainRefusal(AttemptRecord next) {
    boolean stands =
        etcd.find(task.key())
            .filter(found -> found.createRevision() == task.createRevision())
            .isPresent();
    Optional<Versioned<AttemptRecord>> found = etcd.find(key);
    if (!stands
        || found.isEmpty()
        || !found.get().value().nonce().equals(written.value().nonce())) {
      return Writing.NOT_OURS;
    }
    if (found.get().modRevision() != written.modRevision()) {
      written = found.get();
      return written.value().equals(next) ? Writing.DONE : Writing.AGAIN;
    }
    registration.verify();
    return Writing.AGAIN;
  }
}
