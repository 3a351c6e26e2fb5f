package dev.hearth.dispatcher.http;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;

/**
 * Ends the connection of a request that is answered before its body has come. Closing at once would
 * reset the connection while the client still sends, and it would never read the answer; so for a
 * while what comes is read and dropped.
 */
final class LingeringClose {
  private static final long MOST_BYTES = 64L << 20;
  private static final long MOST_MILLIS = 5_000;

  private LingeringClose() {}

  /** To be called before the answer's headers are written. */
  static void after(HttpServerRequest request, Context eventLoop) {
    request.response().putHeader("Connection", "close");
    eventLoop.runOnContext(_ -> drop(request, eventLoop));
  }

  private static void drop(HttpServerRequest request, Context eventLoop) {
    if (request.isEnded()) {
      return;
    }
    long[] dropped = {0};
    request.handler(buffer -> {
      dropped[0] += buffer.length();
      if (dropped[0] > MOST_BYTES) {
        request.connection().close();
      }
    });
    request.exceptionHandler(_ -> {});
    request.endHandler(_ -> {});
    long timer = eventLoop.owner().setTimer(MOST_MILLIS, _ -> request.connection().close());
    request.connection().closeHandler(_ -> eventLoop.owner().cancelTimer(timer));
    request.resume();
  }
}
