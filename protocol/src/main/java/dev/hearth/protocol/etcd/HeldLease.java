package dev.hearth.protocol.etcd;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease and the loop that keeps it. How long it surely lasts is counted from the sending of the
 * last keep-alive that was answered, by the monotonic clock, so that a process that slept or was
 * cut off knows it before etcd does.
 */
public final class HeldLease implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HeldLease.class);

  /** How many are sent in a TTL: one that is late by a second must not make holders stop. */
  private static final int KEEP_ALIVES = 5;

  private final KeyValues etcd;
  private final Duration ttl;
  private final long id;
  private final Runnable lost;
  private final Thread thread;
  private volatile long sentAt;
  private volatile long steadySince;
  private volatile boolean gone;
  private volatile boolean closed;

  private HeldLease(KeyValues etcd, Duration ttl, long id, long sentAt, Runnable lost) {
    this.etcd = etcd;
    this.ttl = ttl;
    this.id = id;
    this.sentAt = sentAt;
    this.steadySince = sentAt;
    this.lost = lost;
    this.thread = Thread.ofVirtual().name("lease " + Long.toHexString(id)).unstarted(this::keep);
  }

  /**
   * Grants a lease and begins to keep it.
   *
   * @param lost told once, on the lease's own thread, when etcd says that the lease is gone
   * @throws EtcdUnavailableException if etcd does not grant one now
   */
  public static HeldLease grant(KeyValues etcd, Duration ttl, Runnable lost) {
    long sentAt = System.nanoTime();
    HeldLease lease = new HeldLease(etcd, ttl, etcd.grantLease(ttl), sentAt, lost);
    lease.thread.start();
    return lease;
  }

  public long id() {
    return id;
  }

  /** How long the lease surely lasts; zero or negative when it may have ended. */
  public Duration remaining() {
    return gone ? Duration.ZERO : ttl.minusNanos(System.nanoTime() - sentAt);
  }

  /**
   * How long keep-alives have been answered without a gap of half the TTL; zero in such a gap. What
   * others hold may have ended in one, even where this lease has not.
   */
  public Duration steady() {
    return remaining().compareTo(ttl.dividedBy(2)) < 0
        ? Duration.ZERO
        : Duration.ofNanos(System.nanoTime() - steadySince);
  }

  /** Whether etcd said that the lease is gone. */
  public boolean isGone() {
    return gone;
  }

  /** Stops keeping the lease, which then ends by itself after its TTL. */
  public void abandon() {
    closed = true;
    thread.interrupt();
  }

  /** Stops keeping the lease and ends it at once where etcd answers. */
  @Override
  public void close() {
    abandon();
    try {
      etcd.revokeLease(id);
    } catch (EtcdUnavailableException e) {
      log.atInfo().addKeyValue("cause", e.getMessage()).log("lease ends by itself");
    }
  }

  private void keep() {
    Duration pause = ttl.dividedBy(KEEP_ALIVES);
    while (!closed) {
      try {
        Thread.sleep(pause);
        long sending = System.nanoTime();
        if (!etcd.keepAlive(id)) {
          gone = true;
          lost.run();
          return;
        }
        if (sending - sentAt > ttl.dividedBy(2).toNanos()) {
          steadySince = sending;
        }
        sentAt = sending;
        pause = ttl.dividedBy(KEEP_ALIVES);
      } catch (InterruptedException e) {
        return;
      } catch (EtcdUnavailableException e) {
        log.atWarn()
            .addKeyValue("lease", Long.toHexString(id))
            .addKeyValue("remaining", remaining())
            .addKeyValue("cause", e.getMessage())
            .log("keep-alive was not answered");
        pause = Duration.ofMillis(300);
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("keeping a lease stumbled, goes on");
        pause = Duration.ofMillis(300);
      }
    }
  }
}
