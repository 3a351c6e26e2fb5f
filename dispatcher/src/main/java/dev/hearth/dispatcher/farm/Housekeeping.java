package dev.hearth.dispatcher.farm;

import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Leadership;
import java.time.Duration;
import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The leader's chores in etcd: every minute it forgets the history that nobody needs any more. */
public final class Housekeeping implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMinutes(1);

  /** How much history stays, in rounds: five minutes. */
  private static final int KEPT = 5;

  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

  private final KeyValues etcd;
  private final Leadership leadership;
  private final ArrayDeque<Long> revisions = new ArrayDeque<>();
  private final Thread thread = Thread.ofVirtual().name("housekeeping").unstarted(this::run);

  public Housekeeping(KeyValues etcd, Leadership leadership) {
    this.etcd = etcd;
    this.leadership = leadership;
  }

  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    while (true) {
      try {
        Thread.sleep(EVERY);
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
        log.atInfo().addKeyValue("cause", e.getMessage()).log("etcd is compacted later");
      }
    }
  }
}
