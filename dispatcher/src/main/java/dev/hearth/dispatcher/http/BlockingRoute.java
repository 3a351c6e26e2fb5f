package dev.hearth.dispatcher.http;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Gives each request of a route a virtual thread, on which its body is read, its handler runs and
 * its answer is written, one after the other.
 */
record BlockingRoute(String pattern, BlockingHandler handler, Setting setting)
    implements Handler<RoutingContext> {
  private static final Logger log = LoggerFactory.getLogger(BlockingRoute.class);

  /**
   * What all routes of a server share.
   *
   * @param bodyDeadline within which a body must have come
   * @param patience how long a client may read nothing of its answer
   */
  record Setting(
      Duration bodyDeadline,
      Duration patience,
      RequestObserver observer,
      BooleanSupplier serverCloses) {}

  @Override
  public void handle(RoutingContext context) {
    context.put(RequestLog.ROUTE, pattern);
    // The body must wait until a handler has asked for it: it could end before that.
    context.request().pause();
    Context eventLoop = context.vertx().getOrCreateContext();
    Thread.ofVirtual().name("request").start(() -> answer(context, eventLoop));
  }

  private void answer(RoutingContext context, Context eventLoop) {
    String id = RequestLog.id(context);
    MDC.put("request", id);
    try {
      BodyReader bodies = new BodyReader(context.request(), eventLoop, setting.bodyDeadline());
      write(context, eventLoop, answer(new Request(context, id, bodies), id));
    } catch (ClientGoneException e) {
      log.atDebug().addKeyValue("why", e.getMessage()).log("client gone");
      context.response().reset();
    } catch (Throwable t) { // nobody above would answer, or end the connection
      log.atError().setCause(t).log("answer could not be written");
      context.response().reset();
    } finally {
      MDC.clear();
    }
  }

  private Answer answer(Request request, String id) {
    try {
      return handler.handle(request);
    } catch (ClientGoneException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FailureAnswers.error(503, "tried to answer, but the dispatcher stops; ask again");
    } catch (Throwable t) {
      return FailureAnswers.of(t, id);
    }
  }

  private void write(RoutingContext context, Context eventLoop, Answer answer)
      throws InterruptedException {
    HttpServerRequest request = context.request();
    HttpServerResponse response = context.response();
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    if (!request.isEnded()) {
      LingeringClose.after(request, eventLoop);
    }
    boolean head = request.method().name().equals("HEAD");
    switch (answer.body()) {
      case Answer.None _ -> response.end();
      case Answer.Whole whole when head -> {
        response.putHeader("Content-Length", Integer.toString(whole.bytes().length()));
        response.end();
      }
      case Answer.Whole whole -> response.end(whole.bytes());
      case Answer.Streamed _ when head -> response.end();
      case Answer.Streamed streamed -> {
        response.setChunked(true);
        streamed
            .writing()
            .to(new ResponseStream(response, setting.patience(), setting.serverCloses()));
        if (!response.closed()) {
          response.end();
        }
      }
    }
  }
}
