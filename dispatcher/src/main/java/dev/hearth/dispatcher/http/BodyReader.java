package dev.hearth.dispatcher.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads the body of one request, which was paused when it came, into memory within bounds of size
 * and time. Whoever waits blocks its own virtual thread, never the event loop.
 */
final class BodyReader {
  private final HttpServerRequest request;
  private final Context eventLoop;
  private final Duration deadline;

  BodyReader(HttpServerRequest request, Context eventLoop, Duration deadline) {
    this.request = request;
    this.eventLoop = eventLoop;
    this.deadline = deadline;
  }

  byte[] read(int most, boolean keep) throws InterruptedException {
    if (declaredLength() > most) {
      throw HttpFailure.tooLarge(most);
    }
    CompletableFuture<byte[]> whole = new CompletableFuture<>();
    eventLoop.runOnContext(_ -> collect(new Collected(most, keep, whole)));
    try {
      return whole.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw new HttpFailure(
          408,
          "tried to read the request's body, but it did not come within "
              + deadline.toSeconds()
              + " s; send it again");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof HttpFailure failure) {
        throw failure;
      }
      throw new ClientGoneException("the client closed while its body was being read");
    }
  }

  private long declaredLength() {
    String length = request.getHeader("Content-Length");
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException _) {
      return Long.MAX_VALUE;
    }
  }

  private void collect(Collected collected) {
    request.handler(buffer -> {
      if (!collected.add(buffer)) {
        request.pause();
      }
    });
    request.exceptionHandler(collected.whole::completeExceptionally);
    request.endHandler(_ -> collected.complete());
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
    request.resume();
  }

  /** Touched by the event loop only. */
  private static final class Collected {
    private final int most;
    private final boolean keep;
    private final CompletableFuture<byte[]> whole;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long count;

    Collected(int most, boolean keep, CompletableFuture<byte[]> whole) {
      this.most = most;
      this.keep = keep;
      this.whole = whole;
    }

    /** False when it was too much. */
    boolean add(Buffer buffer) {
      count += buffer.length();
      if (count > most) {
        whole.completeExceptionally(HttpFailure.tooLarge(most));
        return false;
      }
      if (keep) {
        bytes.writeBytes(buffer.getBytes());
      }
      return true;
    }

    void complete() {
      whole.complete(bytes.toByteArray());
    }
  }
}
