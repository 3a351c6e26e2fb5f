package dev.hearth.dispatcher.ledger;

import dev.hearth.dispatcher.sql.DatabaseDownException;
import dev.hearth.dispatcher.sql.DeliveryEntry;
import dev.hearth.dispatcher.sql.DeliveryLedger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes the ledger on a thread of its own, all entries of a moment at once, so that a slow
 * database slows no answer, and the disk is not kept busy by it. While the database is down entries
 * wait; when too many wait, new ones are dropped and counted. Thread-safe; adding never blocks.
 */
public final class DeliveryJournal implements Consumer<DeliveryEntry>, AutoCloseable {
  private static final int MOST_WAITING = 20_000;
  private static final int AT_ONCE = 500;
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** Between two writes: an entry that comes when all is quiet is written at once. */
  private static final Duration GATHERED = Duration.ofMillis(200);

  private static final Duration LAST_WRITE = Duration.ofSeconds(5);
  private static final Logger log = LoggerFactory.getLogger(DeliveryJournal.class);

  private final DeliveryLedger ledger;
  private final Clock clock;
  private final ArrayBlockingQueue<DeliveryEntry> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final StrangerBound strangers = new StrangerBound();
  private final AtomicLong dropped = new AtomicLong();
  private final Thread thread = Thread.ofVirtual().name("deliveries").unstarted(this::run);
  private volatile boolean closed;

  private DeliveryJournal(DeliveryLedger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  public static DeliveryJournal start(DeliveryLedger ledger, Clock clock) {
    DeliveryJournal journal = new DeliveryJournal(ledger, clock);
    journal.thread.start();
    return journal;
  }

  @Override
  public void accept(DeliveryEntry entry) {
    strangers.take(entry).ifPresent(this::add);
  }

  private void add(DeliveryEntry entry) {
    if (!waiting.offer(entry)) {
      dropped.incrementAndGet();
    }
  }

  /** How many entries are not written yet. */
  public int waiting() {
    return waiting.size();
  }

  /** How many entries were lost since the start, as the database was away for too long. */
  public long dropped() {
    return dropped.get();
  }

  /** Writes what waits, if the database answers within some seconds. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(LAST_WRITE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<DeliveryEntry> batch = new ArrayList<>();
    boolean told = false;
    while (!closed) {
      try {
        if (batch.isEmpty()) {
          gather(batch);
        }
        ledger.record(batch);
        if (told) {
          log.atInfo().log("deliveries are written again");
          told = false;
        }
        batch.clear();
        Thread.sleep(GATHERED);
      } catch (InterruptedException e) {
        break;
      } catch (DatabaseDownException e) {
        log.atLevel(told ? Level.DEBUG : Level.WARN)
            .addKeyValue("waiting", waiting.size() + batch.size())
            .addKeyValue("cause", e.getMessage())
            .log("deliveries wait for the database");
        told = true;
        pause();
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("deliveries could not be kept");
        dropped.addAndGet(batch.size());
        batch.clear();
      }
    }
    writeTheRest(batch);
  }

  private void gather(List<DeliveryEntry> batch) throws InterruptedException {
    DeliveryEntry first = waiting.poll(AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    batch.addAll(strangers.over(clock.instant()));
    if (first != null) {
      batch.add(first);
      waiting.drainTo(batch, AT_ONCE);
    }
  }

  private void pause() {
    try {
      Thread.sleep(AGAIN);
    } catch (InterruptedException e) {
      // closed says so
    }
  }

  private void writeTheRest(List<DeliveryEntry> batch) {
    waiting.drainTo(batch);
    try {
      ledger.record(batch);
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("lost", batch.size())
          .addKeyValue("cause", e.getMessage())
          .log("deliveries are not in the ledger");
    }
  }
}
