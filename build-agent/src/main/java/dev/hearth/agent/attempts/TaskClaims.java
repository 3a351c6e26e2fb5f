package dev.hearth.agent.attempts;

import dev.hearth.agent.registration.Registration;
import dev.hearth.agent.registration.Standing;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims tasks for this process, once each. */
final class TaskClaims {
  private static final Logger log = LoggerFactory.getLogger(TaskClaims.class);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final KeyValues etcd;
  private final FarmKeys keys;
  private final Registration registration;
  private final Clock clock;

  TaskClaims(KeyValues etcd, FarmKeys keys, Registration registration, Clock clock) {
    this.etcd = etcd;
    this.keys = keys;
    this.registration = registration;
    this.clock = clock;
  }

  /**
   * Claims a task, however often etcd must be asked. A transaction without an answer is neither won
   * nor lost, so what stands is read, and recognised by the nonce. So it is too where an earlier
   * process has claimed the task.
   */
  Claim claim(Versioned<TaskOrder> task, String nonce, BooleanSupplier givesUp)
      throws InterruptedException {
    while (!givesUp.getAsBoolean()) {
      try {
        Optional<Claim> claim = tryToClaim(task, nonce);
        if (claim.isPresent()) {
          return claim.get();
        }
      } catch (EtcdUnavailableException e) {
        log.atDebug().addKeyValue("cause", e.getMessage()).log("can't claim a task now");
      }
      Thread.sleep(PAUSE);
    }
    return new Claim.Gone();
  }

  /** Empty: to be tried again. */
  private Optional<Claim> tryToClaim(Versioned<TaskOrder> task, String nonce) {
    Optional<Standing> standing = registration.standing();
    if (standing.isEmpty()) {
      return Optional.empty();
    }
    AttemptId attempt = task.value().attempt();
    Key<AttemptRecord> key = keys.attempt(registration.agent(), attempt);
    AttemptRecord record =
        AttemptRecord.claimed(
            attempt, registration.agent(), registration.identity(), nonce, clock.instant());
    Transaction.Builder claim =
        Transaction.begin().ifCreatedAt(task.key(), task.createRevision()).ifAbsent(key);
    boolean won = etcd.commit(standing.get().fence(claim).put(key, record).end());
    Optional<Versioned<AttemptRecord>> found = etcd.find(key);
    if (found.isPresent()) {
      AttemptRecord stands = found.get().value();
      if (stands.nonce().equals(nonce)) {
        return Optional.of(new Claim.Won(found.get()));
      }
      return Optional.of(
          stands.outcome() == null ? new Claim.Orphaned(found.get()) : new Claim.Ended());
    }
    if (won || !stands(task)) {
      return Optional.of(new Claim.Gone());
    }
    registration.verify();
    return Optional.empty();
  }

  /** Whether a task is still the one that was seen. */
  boolean stands(Versioned<TaskOrder> task) {
    return etcd.find(task.key())
        .filter(found -> found.createRevision() == task.createRevision())
        .isPresent();
  }

  AttemptJournal journal(
      Versioned<TaskOrder> task, Versioned<AttemptRecord> claimed, Runnable notOurs) {
    return new AttemptJournal(etcd, registration, task, claimed, notOurs);
  }
}
