package dev.hearth.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Cuts a stream off that says nothing for too long, so that its reader is not kept for ever. */
final class Silence implements AutoCloseable {
  private final Thread watcher;
  private volatile long heardAt = System.nanoTime();

  private Silence(InputStream stream, Duration longest) {
    this.watcher = Thread.ofVirtual().name("silence").unstarted(() -> cutOff(stream, longest));
  }

  static Silence watch(InputStream stream, Duration longest) {
    Silence silence = new Silence(stream, longest);
    silence.watcher.start();
    return silence;
  }

  void heard() {
    heardAt = System.nanoTime();
  }

  @Override
  public void close() {
    watcher.interrupt();
  }

  private void cutOff(InputStream stream, Duration longest) {
    try {
      long left = longest.toNanos();
      while (left > 0) {
        Thread.sleep(Duration.ofNanos(left));
        left = longest.toNanos() - (System.nanoTime() - heardAt);
      }
      stream.close();
    } catch (InterruptedException | IOException e) {
      // The reader is done with the stream, or learns of it by itself.
    }
  }
}
