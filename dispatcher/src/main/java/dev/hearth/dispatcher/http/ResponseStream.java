package dev.hearth.dispatcher.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A body that is written piece by piece. Where the client reads slower than is written, the writer
 * waits, so that no more than a write queue is kept in memory.
 */
public final class ResponseStream {
  private final HttpServerResponse response;
  private final Duration patience;
  private final BooleanSupplier serverCloses;
  private volatile CountDownLatch room = new CountDownLatch(0);

  ResponseStream(HttpServerResponse response, Duration patience, BooleanSupplier serverCloses) {
    this.response = response;
    this.patience = patience;
    this.serverCloses = serverCloses;
    response.drainHandler(_ -> room.countDown());
    response.closeHandler(_ -> room.countDown());
    response.exceptionHandler(_ -> room.countDown());
  }

  /**
   * Writes a piece; returns when there is room for the next.
   *
   * @throws ClientGoneException if nobody reads any more
   */
  public void write(byte[] bytes) throws InterruptedException {
    if (gone()) {
      throw new ClientGoneException("the client closed its connection");
    }
    if (bytes.length == 0) {
      return;
    }
    CountDownLatch latch = new CountDownLatch(1);
    room = latch;
    response.write(Buffer.buffer(bytes));
    if (response.writeQueueFull()
        && !gone()
        && !latch.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      response.reset();
      throw new ClientGoneException("the client read nothing for " + patience.toSeconds() + " s");
    }
  }

  private boolean gone() {
    return response.closed();
  }

  /**
   * Whether a stream without an end should come to one: the client has closed, or the server will.
   */
  public boolean shouldEnd() {
    return gone() || serverCloses.getAsBoolean();
  }
}
