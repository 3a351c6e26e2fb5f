package dev.hearth.protocol.etcd;

import dev.hearth.protocol.LeaderRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The election among dispatchers: whoever makes the leader's key, under its lease, leads until the
 * lease is gone. Every transaction of a leader compares the {@link Fence} that it was given.
 */
public final class Leadership implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Leadership.class);
  private static final Duration CAMPAIGN_AGAIN = Duration.ofMillis(500);

  private final KeyValues etcd;
  private final Key<LeaderRecord> key;
  private final String dispatcher;
  private final Duration ttl;
  private final Clock clock;
  private final Thread thread;
  private final AtomicReference<@Nullable Term> term = new AtomicReference<>();
  private volatile boolean closed;

  private record Term(Fence fence, HeldLease lease) {}

  private Leadership(
      KeyValues etcd, Key<LeaderRecord> key, String dispatcher, Duration ttl, Clock clock) {
    this.etcd = etcd;
    this.key = key;
    this.dispatcher = dispatcher;
    this.ttl = ttl;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("leadership").unstarted(this::run);
  }

  /** Begins to campaign, and campaigns again whenever a term is over. */
  public static Leadership campaign(
      KeyValues etcd, Key<LeaderRecord> key, String dispatcher, Duration ttl, Clock clock) {
    Leadership leadership = new Leadership(etcd, key, dispatcher, ttl, clock);
    leadership.thread.start();
    return leadership;
  }

  /** The fence of the present term; empty when this dispatcher does not, or may no longer, lead. */
  public Optional<Fence> fence() {
    Term now = term.get();
    return now != null && now.lease().remaining().isPositive()
        ? Optional.of(now.fence())
        : Optional.empty();
  }

  /** How long the present term surely lasts; zero when this dispatcher does not lead. */
  public Duration remaining() {
    Term now = term.get();
    return now == null ? Duration.ZERO : now.lease().remaining();
  }

  /** Resigns, so that another can lead at once. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    Term now = term.getAndSet(null);
    if (now != null) {
      now.lease().close();
    }
  }

  private void run() {
    while (!closed) {
      try {
        Term now = term.get();
        if (now == null || now.lease().isGone()) {
          tryToLead();
        }
        Thread.sleep(CAMPAIGN_AGAIN);
      } catch (InterruptedException e) {
        return;
      } catch (EtcdUnavailableException e) {
        log.atDebug().addKeyValue("cause", e.getMessage()).log("can't campaign now");
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("campaigning stumbled, goes on");
      }
    }
  }

  private void tryToLead() {
    if (etcd.find(key).isPresent()) {
      return;
    }
    HeldLease lease = HeldLease.grant(etcd, ttl, () -> term.set(null));
    LeaderRecord record = new LeaderRecord(dispatcher, clock.instant());
    try {
      Transaction seize = Transaction.begin().ifAbsent(key).put(key, record, lease.id()).end();
      if (etcd.commit(seize)) {
        long revision =
            etcd.find(key).filter(this::isOurs).map(Versioned::createRevision).orElse(0L);
        if (revision != 0) {
          term.set(new Term(new Fence(key, revision), lease));
          log.atInfo().addKeyValue("dispatcher", dispatcher).log("leads");
          return;
        }
      }
      lease.close();
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  private boolean isOurs(Versioned<LeaderRecord> found) {
    return found.value().dispatcher().equals(dispatcher);
  }
}
