package dev.hearth.dispatcher.farm;

import dev.hearth.protocol.etcd.EtcdHealth;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Leadership;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chores in etcd, every minute: the leader forgets the history that nobody needs any more, and
 * every dispatcher looks how etcd fares.
 */
public final class Housekeeping implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMinutes(1);

  /** How much history stays, in rounds: five minutes. */
  private static final int KEPT = 5;

  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

  private final KeyValues etcd;
  private final Leadership leadership;
  private final Consumer<EtcdHealth> health;
  private final ArrayDeque<Long> revisions = new ArrayDeque<>();
  private final Thread thread = Thread.ofVirtual().name("housekeeping").unstarted(this::run);

  /**
   * @param health told how etcd fares; returns at once
   */
  public Housekeeping(KeyValues etcd, Leadership leadership, Consumer<EtcdHealth> health) {
    this.etcd = etcd;
    this.leadership = leadership;
    this.health = health;
  }

  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void look() {
    EtcdHealth now = etcd.health();
    health.accept(now);
    if (!now.alarms().isEmpty()) {
      log.atWarn()
          .addKeyValue("alarms", now.alarms())
          .addKeyValue("bytes", now.databaseBytes())
          .log("etcd raised an alarm and takes no builds: defragment each member, then disarm it");
    }
  }

  private void run() {
    while (true) {
      try {
        Thread.sleep(EVERY);
        look();
        revisions.addLast(etcd.revision());
        if (revisions.size() > KEPT) {
          long old = revisions.removeFirst();
          if (leadership.fence().isPresent()) {
            etcd.compact(old);
          }
        }
      } catch (InterruptedException e) {
        return;
      } catch (EtcdUnavailableException e) {
        log.atInfo().addKeyValue("cause", e.getMessage()).log("etcd is looked after later");
      }
    }
  }
}
