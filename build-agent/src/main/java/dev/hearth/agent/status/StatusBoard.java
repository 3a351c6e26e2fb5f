package dev.hearth.agent.status;

import dev.hearth.agent.registration.Registration;
import dev.hearth.agent.registration.Standing;
import dev.hearth.protocol.AgentStatus;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Transaction;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the agent's status in etcd as its host is: what decides whether it takes tasks at once, the
 * figures now and then. Looks after the agent's own key besides.
 */
public final class StatusBoard implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StatusBoard.class);

  /** How often the host is looked at. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** How soon it is looked at again until there is a registration to tell it under. */
  private static final Duration UNREGISTERED = Duration.ofMillis(50);

  /** How often figures are written that changed without deciding anything. */
  private static final Duration FIGURES = Duration.ofSeconds(10);

  /** Free disk is told in steps, so that each log line does not make it new. */
  private static final long STEP = 64L << 20;

  private static final String NOT_LOOKED = "this agent has just been started";

  private final KeyValues etcd;
  private final FarmKeys keys;
  private final HostCondition host;
  private final Semaphore wake = new Semaphore(0);

  /** Why nothing more is accepted; empty while tasks are. */
  private volatile Optional<String> refusal = Optional.empty();

  private volatile AgentStatus current;
  private volatile boolean closed;
  private Optional<Thread> thread = Optional.empty();
  private Optional<Standing> writtenUnder = Optional.empty();
  private AgentStatus written;
  private long writtenAt;

  public StatusBoard(KeyValues etcd, FarmKeys keys, HostCondition host) {
    this.etcd = etcd;
    this.keys = keys;
    this.host = host;
    this.current = new AgentStatus(true, false, NOT_LOOKED, 0, 0, Set.of());
    this.written = current;
  }

  /** As it was when last looked; not ready before the first look. */
  public AgentStatus current() {
    return current;
  }

  /** Begins to look at the host: at once, and from then on every few seconds. */
  public void start(Registration registration) {
    thread = Optional.of(Thread.ofVirtual().name("status").start(() -> run(registration)));
  }

  /** Looks at the host without waiting for the next time. */
  public void lookNow() {
    wake.release();
  }

  /**
   * Tells the farm to give this agent nothing more.
   *
   * @param reason a sentence
   */
  public void stopAccepting(String reason) {
    refusal = Optional.of(reason);
    wake.release();
  }

  /**
   * As it was when last looked, without accepting.
   *
   * @param reason a sentence
   */
  public AgentStatus last(String reason) {
    AgentStatus now = current;
    return new AgentStatus(false, now.ready(), reason, now.freeDisk(), now.load(), now.warm());
  }

  @Override
  public void close() {
    closed = true;
    thread.ifPresent(Thread::interrupt);
  }

  private void run(Registration registration) {
    while (!closed) {
      lookAndTell(registration);
      Duration pause = registration.standing().isEmpty() ? UNREGISTERED : LOOK;
      try {
        if (wake.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          wake.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void lookAndTell(Registration registration) {
    try {
      current = look();
      registration.standing().ifPresent(standing -> tell(registration, standing));
    } catch (EtcdUnavailableException e) {
      log.atDebug().addKeyValue("cause", e.getMessage()).log("can't tell the status now");
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("can't look at this host");
    }
  }

  private AgentStatus look() {
    Optional<String> hindrance = host.hindrance();
    Optional<String> refused = refusal;
    String reason = refused.or(() -> hindrance).orElse("");
    return new AgentStatus(
        refused.isEmpty(),
        hindrance.isEmpty(),
        reason,
        host.freeDisk() / STEP * STEP,
        Math.round(host.load() * 10) / 10.0,
        host.warm());
  }

  private void tell(Registration registration, Standing standing) {
    boolean anew = !writtenUnder.equals(Optional.of(standing));
    boolean figuresAreDue = System.nanoTime() - writtenAt > FIGURES.toNanos();
    if (anew || decides() || (figuresAreDue && !current.equals(written))) {
      Transaction.Builder put =
          Transaction.begin()
              .put(keys.status(registration.agent()), current, standing.lease().id());
      if (etcd.commit(standing.fence(put).end())) {
        sayChange();
        writtenUnder = Optional.of(standing);
        written = current;
        writtenAt = System.nanoTime();
      } else {
        registration.verify();
      }
    } else if (figuresAreDue) {
      writtenAt = System.nanoTime();
      registration.verify();
    }
  }

  private boolean decides() {
    return current.accepting() != written.accepting()
        || current.ready() != written.ready()
        || !current.reason().equals(written.reason())
        || !current.warm().equals(written.warm());
  }

  private void sayChange() {
    if (current.ready() != written.ready()) {
      log.atInfo()
          .addKeyValue("reason", current.reason())
          .log(current.ready() ? "takes tasks" : "takes no tasks");
    }
  }
}
