package dev.hearth.cli.farm;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * While it is open, a signal that ends the process (Ctrl-C) interrupts the thread that opened it,
 * and the process ends only after that thread has closed it: so cleaning up is written once.
 */
public final class Interruption implements AutoCloseable {
  private static final Duration CLEANING_UP = Duration.ofSeconds(90);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook;

  private Interruption(Thread worker) {
    this.hook = new Thread(() -> interrupt(worker), "interruption");
  }

  public static Interruption ofThisThread() {
    Interruption interruption = new Interruption(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process is ending: it has been waiting for us.
    }
  }

  private void interrupt(Thread worker) {
    worker.interrupt();
    try {
      closed.await(CLEANING_UP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
