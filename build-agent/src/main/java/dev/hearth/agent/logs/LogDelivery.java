package dev.hearth.agent.logs;

import dev.hearth.protocol.AttemptId;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings one log to its receiver while it grows, and deletes it when all of it has arrived. */
final class LogDelivery {
  private static final Logger log = LoggerFactory.getLogger(LogDelivery.class);
  private static final int LARGEST_PIECE = 256 << 10;

  /** So that a chatty tool does not make a request of each line. */
  private static final Duration GATHERING = Duration.ofMillis(100);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final AttemptId attempt;
  private final LogSpool spool;
  private final LogReceiver receiver;
  private final Runnable delivered;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread thread;

  LogDelivery(AttemptId attempt, LogSpool spool, LogReceiver receiver, Runnable delivered) {
    this.attempt = attempt;
    this.spool = spool;
    this.receiver = receiver;
    this.delivered = delivered;
    this.thread = Thread.ofVirtual().name("log of " + attempt).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  LogSpool spool() {
    return spool;
  }

  boolean await(Duration atMost) throws InterruptedException {
    return done.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What is not delivered stays on disk, for the next process. */
  void close() {
    thread.interrupt();
    spool.leave();
  }

  private void run() {
    try {
      deliver();
      spool.delete();
      delivered.run();
      done.countDown();
    } catch (InterruptedException e) {
      log.atDebug().addKeyValue("attempt", attempt).log("delivery of a log is put off");
    } catch (RuntimeException e) {
      log.atError().addKeyValue("attempt", attempt).setCause(e).log("a log can't be delivered");
    }
  }

  private void awaitSealed(long held) throws InterruptedException {
    long known = held;
    while (!spool.isSealed()) {
      known = Math.max(known, spool.length());
      spool.awaitMore(known, Duration.ofSeconds(30));
    }
  }

  private void deliver() throws InterruptedException {
    long held = 0;
    Duration pause = FIRST_PAUSE;
    while (true) {
      boolean last = spool.isSealed();
      byte[] piece = spool.read(held, LARGEST_PIECE);
      if (piece.length == 0) {
        if (last) {
          return;
        }
        spool.awaitMore(held, Duration.ofSeconds(30));
        if (!spool.isSealed()) {
          Thread.sleep(GATHERING);
        }
        continue;
      }
      try {
        held = receiver.put(attempt, held, piece);
        pause = FIRST_PAUSE;
      } catch (UnwantedLogException e) {
        log.atWarn()
            .addKeyValue("attempt", attempt)
            .addKeyValue("offset", held)
            .addKeyValue("cause", e.getMessage())
            .log("the rest of a log is not wanted");
        awaitSealed(held);
        return;
      } catch (IOException e) {
        log.atWarn()
            .addKeyValue("attempt", attempt)
            .addKeyValue("offset", held)
            .addKeyValue("cause", e.toString())
            .log("a piece of a log was not taken, sends it again");
        Thread.sleep(pause);
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
    }
  }
}
