package dev.hearth.dispatcher.recovery;

import dev.hearth.dispatcher.doctor.Mending;
import dev.hearth.dispatcher.sql.DatabaseDownException;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.Fence;
import dev.hearth.protocol.etcd.Leadership;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While this dispatcher leads: looks for lost builds every 2 s, for keys left behind every minute.
 */
public final class RecoveryLoop implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final int LOOKS_BETWEEN_MENDING = 30;
  private static final Logger log = LoggerFactory.getLogger(RecoveryLoop.class);

  private final EtcdLoss losses;
  private final Mending mending;
  private final Leadership leadership;
  private final Thread thread = Thread.ofVirtual().name("recovery").unstarted(this::run);

  public RecoveryLoop(EtcdLoss losses, Mending mending, Leadership leadership) {
    this.losses = losses;
    this.mending = mending;
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
    boolean well = true;
    for (int i = 0; ; i++) {
      try {
        Thread.sleep(EVERY);
        Optional<Fence> fence = leadership.fence();
        if (fence.isPresent()) {
          losses.look(fence.get());
          if (i % LOOKS_BETWEEN_MENDING == 0) {
            mending.look(fence.get());
          }
        }
        well = true;
      } catch (InterruptedException e) {
        return;
      } catch (EtcdUnavailableException | DatabaseDownException e) {
        if (well) {
          log.atWarn()
              .addKeyValue("cause", e.getMessage())
              .log("what was lost is looked for later");
        }
        well = false;
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("the look for what was lost stumbled, goes on");
      }
    }
  }
}
