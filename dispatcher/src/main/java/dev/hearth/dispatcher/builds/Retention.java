package dev.hearth.dispatcher.builds;

import dev.hearth.dispatcher.logs.LogStore;
import dev.hearth.dispatcher.sql.DeliveryLedger;
import dev.hearth.protocol.etcd.Leadership;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what was kept long enough: logs, and the ledger of deliveries. Looks every hour, and does
 * it while this dispatcher leads.
 */
public final class Retention implements AutoCloseable {
  private static final Duration EVERY = Duration.ofHours(1);

  private static final Logger log = LoggerFactory.getLogger(Retention.class);

  private final Leadership leadership;
  private final LogStore logs;
  private final Duration keepLogs;
  private final DeliveryLedger deliveries;
  private final Duration keepDeliveries;
  private final Clock clock;
  private final Thread thread = Thread.ofVirtual().name("retention").unstarted(this::run);

  /**
   * @param keepLogs how long a log is kept after its last line; zero: for ever
   * @param keepDeliveries how long the ledger keeps a delivery
   */
  public Retention(
      LogStore logs,
      Duration keepLogs,
      DeliveryLedger deliveries,
      Duration keepDeliveries,
      Leadership leadership,
      Clock clock) {
    this.leadership = leadership;
    this.logs = logs;
    this.keepLogs = keepLogs;
    this.deliveries = deliveries;
    this.keepDeliveries = keepDeliveries;
    this.clock = clock;
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
        if (leadership.fence().isEmpty()) {
          continue;
        }
        int logsDeleted = keepLogs.isZero() ? 0 : logs.forget(clock.instant().minus(keepLogs));
        int deliveriesDeleted = deliveries.forget(clock.instant().minus(keepDeliveries));
        log.atInfo()
            .addKeyValue("logs", logsDeleted)
            .addKeyValue("deliveries", deliveriesDeleted)
            .log("deleted what was kept long enough");
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log.atWarn().setCause(e).log("what was kept long enough is deleted later");
      }
    }
  }
}
