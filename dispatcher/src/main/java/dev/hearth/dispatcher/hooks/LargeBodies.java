package dev.hearth.dispatcher.hooks;

import dev.hearth.dispatcher.http.HttpFailure;
import dev.hearth.dispatcher.http.Request;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bodies that must be read before it is known who sent them: few large ones at once, for anybody
 * can send them and each stands in memory whole. Thread-safe.
 */
final class LargeBodies {
  private static final int SMALL = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Semaphore places = new Semaphore(2);

  /** What is done with a request's body while it stands in memory. */
  interface Use<T> {
    T of(byte[] body) throws InterruptedException;
  }

  /**
   * @param most in bytes
   * @throws HttpFailure 503 if no place for a large one gets free; else as {@link Request#body}
   */
  <T> T with(Request request, int most, Use<T> use) throws InterruptedException {
    if (isSmall(request)) {
      return use.of(request.body(most));
    }
    if (!places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new HttpFailure(
          503,
          "tried to read the hook, but other large ones are being read just now; send it again");
    }
    try {
      return use.of(request.body(most));
    } finally {
      places.release();
    }
  }

  private static boolean isSmall(Request request) {
    return request
        .header("Content-Length")
        .filter(length -> length.matches("[0-9]{1,10}"))
        .map(length -> Long.parseLong(length) <= SMALL)
        .orElse(false);
  }
}
