package dev.hearth.agent.registration;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AgentRecord;
import dev.hearth.protocol.AgentStatus;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.HeldLease;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.MalformedRecordException;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds an agent's place in the farm: its record and status under a lease, registered anew whenever
 * the lease is lost. Safe for use by many threads.
 */
public final class Registration implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Registration.class);

  /** How much longer than a lease a newcomer waits for its predecessor to be gone. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final KeyValues etcd;
  private final FarmKeys keys;
  private final AgentProfile profile;
  private final Supplier<AgentStatus> status;
  private final StateDirectory state;
  private final Runnable ousted;
  private final Key<AgentRecord> key;
  private final AtomicReference<@Nullable Standing> standing = new AtomicReference<>();
  private final AtomicBoolean saidOusted = new AtomicBoolean();
  private final Semaphore lost = new Semaphore(0);
  private volatile boolean closed;
  private volatile Optional<Thread> renewal = Optional.empty();

  /** What was said last of tries to register anew; empty once one went through. */
  private String stumbledOver = "";

  /**
   * @param status put with each registration
   * @param ousted told once, when another process has registered under this name: this one must end
   */
  public Registration(
      KeyValues etcd,
      FarmKeys keys,
      AgentProfile profile,
      Supplier<AgentStatus> status,
      StateDirectory state,
      Runnable ousted) {
    this.etcd = etcd;
    this.keys = keys;
    this.profile = profile;
    this.status = status;
    this.state = state;
    this.ousted = ousted;
    this.key = keys.agent(profile.name());
  }

  /**
   * Registers for the first time and keeps the registration from then on. Waits for etcd where it
   * does not answer, and for a predecessor under this name to be gone.
   *
   * @throws RegistrationRefusedException if the predecessor stays
   */
  public Standing register() throws InterruptedException {
    long giveUp = 0;
    while (true) {
      try {
        Optional<Standing> begun = tryToRegister();
        if (begun.isPresent()) {
          keep(begun.get());
          return begun.get();
        }
        long now = System.nanoTime();
        giveUp = giveUp == 0 ? now + patience().toNanos() : giveUp;
        if (now > giveUp) {
          throw refusal();
        }
      } catch (EtcdUnavailableException e) {
        log.atWarn().addKeyValue("cause", e.getMessage()).log("can't register now, tries again");
      }
      Thread.sleep(PAUSE);
    }
  }

  /** Empty while this agent is not registered. */
  public Optional<Standing> standing() {
    return Optional.ofNullable(standing.get());
  }

  /** How long the registration surely lasts; zero or negative when it may have ended. */
  public Duration remaining() {
    return standing().map(one -> one.lease().remaining()).orElse(Duration.ZERO);
  }

  /** Whether another process has taken this agent's place, for good. */
  public boolean isOusted() {
    return saidOusted.get();
  }

  public AgentId agent() {
    return profile.name();
  }

  public String identity() {
    return state.identity();
  }

  /**
   * Reads this agent's own key after a fence did not hold: registers anew if it is gone, and gives
   * way if another process stands there.
   */
  public void verify() {
    Standing before = standing.get();
    if (before == null) {
      return;
    }
    try {
      Optional<AgentRecord> found = etcd.find(key).map(Versioned::value);
      if (!stillStands(before)) {
        return;
      }
      if (found.isEmpty()) {
        lose(before);
      } else if (!found.get().equals(before.record())) {
        giveWay(found.get());
      }
    } catch (MalformedRecordException e) {
      if (stillStands(before)) {
        giveWay(e);
      }
    }
  }

  private boolean stillStands(Standing before) {
    return before.equals(standing.get()) && !closed;
  }

  /**
   * Puts this agent's place under a lease that nobody keeps: the next process of this agent takes
   * it over, or the farm learns when it ends that none came. Nothing is registered afterwards.
   *
   * @param last what is told of the agent meanwhile
   * @return whether it was done; else the place lasts for as long as its lease does
   */
  public boolean handOver(AgentStatus last) {
    closed = true;
    renewal.ifPresent(Thread::interrupt);
    Standing before = standing.getAndSet(null);
    if (before == null) {
      return false;
    }
    try {
      long lease = etcd.grantLease(profile.handOverTtl());
      AgentRecord record = profile.record(state, state.begin(lease));
      Transaction.Builder put =
          Transaction.begin().put(key, record, lease).put(keys.status(profile.name()), last, lease);
      boolean done = etcd.commit(before.fence(put).end());
      if (done) {
        state.handedOver(true);
        before.lease().close();
      } else {
        before.lease().abandon();
        etcd.revokeLease(lease);
      }
      return done;
    } catch (EtcdUnavailableException e) {
      before.lease().abandon();
      log.atWarn()
          .addKeyValue("cause", e.getMessage())
          .log("can't hand over: etcd does not answer");
      return false;
    }
  }

  /** Ends the lease, so that the farm knows at once that this agent is gone. */
  @Override
  public void close() {
    closed = true;
    renewal.ifPresent(Thread::interrupt);
    Standing last = standing.getAndSet(null);
    if (last != null) {
      last.lease().close();
    }
  }

  private void keep(Standing begun) {
    log.atInfo()
        .addKeyValue("agent", profile.name())
        .addKeyValue("generation", begun.record().generation())
        .log("registered");
    Thread thread = Thread.ofVirtual().name("registration").unstarted(this::renewWheneverLost);
    renewal = Optional.of(thread);
    thread.start();
  }

  private void leaseLost() {
    Standing now = standing.get();
    if (now != null && now.lease().remaining().isZero()) {
      lose(now);
    }
  }

  private void lose(Standing gone) {
    gone.lease().abandon();
    if (standing.compareAndSet(gone, null)) {
      lost.release();
    }
  }

  private void renewWheneverLost() {
    try {
      while (!closed) {
        lost.acquire();
        lost.drainPermits();
        while (!closed && standing.get() == null && !renewed()) {
          Thread.sleep(PAUSE);
        }
      }
    } catch (InterruptedException e) {
      log.atDebug().log("registration is given up");
    }
  }

  /** Whether there is nothing more to do. */
  private boolean renewed() {
    try {
      Optional<Standing> anew = tryToRegister();
      anew.ifPresent(one ->
          log.atWarn()
              .addKeyValue("generation", one.record().generation())
              .log("the lease was lost, registered anew"));
      if (anew.isEmpty()) {
        etcd.find(key)
            .map(Versioned::value)
            .filter(found -> !mayTakeOver(found))
            .ifPresent(this::giveWay);
      }
      stumbledOver = "";
      return anew.isPresent() || saidOusted.get();
    } catch (EtcdUnavailableException e) {
      log.atDebug().addKeyValue("cause", e.getMessage()).log("can't register now");
      return false;
    } catch (MalformedRecordException e) {
      giveWay(e);
      return true;
    } catch (RuntimeException e) {
      sayOnce(e);
      return false;
    }
  }

  /** Its disk may be full, which a line for each try would not better. */
  private void sayOnce(RuntimeException stumbled) {
    if (!stumbled.toString().equals(stumbledOver)) {
      stumbledOver = stumbled.toString();
      log.atError().setCause(stumbled).log("registering stumbled, tries again");
    }
  }

  /**
   * @param found a record that is not this process's, or why it is none at all
   */
  private void giveWay(Object found) {
    if (saidOusted.compareAndSet(false, true)) {
      log.atError()
          .addKeyValue("agent", profile.name())
          .addKeyValue("found", found)
          .log("another process has registered under this agent's name, this one gives way");
      closed = true;
      Standing last = standing.getAndSet(null);
      if (last != null) {
        last.lease().abandon();
      }
      ousted.run();
    }
  }

  /** Empty while somebody stands there whom this process may not take over. */
  private Optional<Standing> tryToRegister() {
    Optional<Versioned<AgentRecord>> present = etcd.find(key);
    if (present.isPresent() && !mayTakeOver(present.get().value())) {
      return Optional.empty();
    }
    Optional<Long> oldLease = state.lastLease();
    HeldLease lease = HeldLease.grant(etcd, profile.leaseTtl(), this::leaseLost);
    AgentRecord record = begin(lease);
    try {
      Transaction register =
          Transaction.begin()
              .ifAsRead(key, present)
              .put(key, record, lease.id())
              .put(keys.status(profile.name()), status.get(), lease.id())
              .end();
      Optional<Versioned<AgentRecord>> stands =
          etcd.commit(register)
              ? etcd.find(key).filter(found -> found.value().equals(record))
              : Optional.empty();
      if (stands.isEmpty()) {
        lease.close();
        return Optional.empty();
      }
      if (present.isPresent()) {
        oldLease.ifPresent(this::endOldLease);
      }
      state.handedOver(false);
      var begun = new Standing(key, record, stands.get().modRevision(), lease);
      standing.set(begun);
      return Optional.of(begun);
    } catch (RuntimeException e) {
      // The key may stand under this lease: the next try recognises it, and takes it over.
      lease.abandon();
      throw e;
    }
  }

  /** What is to be registered under a lease, under which nothing can stand yet. */
  private AgentRecord begin(HeldLease lease) {
    try {
      return profile.record(state, state.begin(lease.id()));
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  private void endOldLease(long lease) {
    try {
      etcd.revokeLease(lease);
    } catch (EtcdUnavailableException e) {
      log.atDebug().addKeyValue("cause", e.getMessage()).log("the old lease ends by itself");
    }
  }

  /**
   * The state directory is ours alone, so an equal identity on an equal boot is a process of this
   * host that is dead: its record is overwritten, without a moment in which this agent was gone.
   */
  private boolean mayTakeOver(AgentRecord found) {
    return found.identity().equals(state.identity()) && found.bootId().equals(state.bootId());
  }

  private RegistrationRefusedException refusal() {
    return new RegistrationRefusedException(
        "tried to register as %s for %d s but another agent of this name is there and stays; stop it, or set HEARTH_AGENT_NAME"
            .formatted(profile.name(), patience().toSeconds()));
  }

  /**
   * The key of a process that has handed over stands longer, also after the host was booted anew.
   */
  private Duration patience() {
    return (state.wasHandedOver() ? profile.handOverTtl() : profile.leaseTtl()).plus(PATIENCE);
  }
}
