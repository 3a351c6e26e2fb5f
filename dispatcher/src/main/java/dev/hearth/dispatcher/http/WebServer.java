package dev.hearth.dispatcher.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: HTTP/1.1, one event loop that never blocks, a virtual thread for each request.
 */
public final class WebServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WebServer.class);
  private static final int START_SECONDS = 10;

  private final WebServerConfig config;
  private final List<HttpServer> servers;
  private volatile boolean closing;

  private WebServer(
      Vertx vertx, WebServerConfig config, RequestObserver observer, List<Routes> routes) {
    this.config = config;
    Router router = Router.router(vertx);
    router.route().handler(new RequestLog(observer));
    RouteTable table =
        new RouteTable(
            router,
            new BlockingRoute.Setting(
                config.bodyDeadline(), config.patience(), observer, () -> closing));
    routes.forEach(one -> one.mount(table));
    router.errorHandler(404, context -> refuse(context, 404, table));
    router.errorHandler(405, context -> refuse(context, 405, table));
    router.errorHandler(400, context -> refuse(context, 400, table));
    router.errorHandler(500, context -> refuse(context, 500, table));
    servers =
        config.listeners().stream()
            .map(listener ->
                vertx
                    .createHttpServer(options(config, listener))
                    .requestHandler(router)
                    .invalidRequestHandler(WebServer::refuseMalformed))
            .toList();
  }

  /**
   * Starts a server and returns when it listens.
   *
   * @throws IllegalStateException with a sentence for the operator if it cannot
   */
  public static WebServer start(
      Vertx vertx, WebServerConfig config, RequestObserver observer, List<Routes> routes) {
    WebServer web = new WebServer(vertx, config, observer, routes);
    try {
      for (int i = 0; i < config.listeners().size(); i++) {
        listen(web.servers.get(i), config.listeners().get(i));
      }
    } catch (IllegalStateException e) {
      web.close();
      throw e;
    }
    return web;
  }

  private static void listen(HttpServer server, WebServerConfig.Listener listener) {
    try {
      server
          .listen()
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(
          "tried to listen on %s:%d, but %s; choose another with HEARTH_LISTEN, HEARTH_DISPATCHER_PORT or HEARTH_TLS_LISTEN"
              .formatted(listener.host(), listener.port(), cause.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting to listen", e);
    }
  }

  /** The port of its first address. */
  public int port() {
    return servers.getFirst().actualPort();
  }

  /** The port of its last address: for tests, which let it take a free one. */
  int lastPort() {
    return servers.getLast().actualPort();
  }

  private static HttpServerOptions options(
      WebServerConfig config, WebServerConfig.Listener listener) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(listener.host())
            .setPort(listener.port())
            .setHttp2ClearTextEnabled(false)
            .setUseAlpn(false)
            .setMaxInitialLineLength(8192)
            .setMaxHeaderSize(16384)
            // Between requests and for heads; bodies and answers have bounds of their own.
            .setIdleTimeout((int) (config.patience().toSeconds() * 2 + 1))
            .setIdleTimeoutUnit(TimeUnit.SECONDS);
    WebServerConfig.Tls tls = listener.tls();
    if (tls != null) {
      options
          .setSsl(true)
          .setKeyCertOptions(
              new PemKeyCertOptions()
                  .setCertPath(tls.certificate().toString())
                  .setKeyPath(tls.key().toString()));
    }
    return options;
  }

  private void refuse(RoutingContext context, int status, RouteTable table) {
    Failure failure = failure(context, status);
    Answer answer =
        table
            .failurePage()
            .filter(_ -> isBrowser(context))
            .map(page -> page.of(request(context), failure))
            .orElseGet(() -> FailureAnswers.of(failure));
    if (!context.request().isEnded()) {
      context.request().pause();
      LingeringClose.after(context.request(), context.vertx().getOrCreateContext());
    }
    end(context, answer);
  }

  private Request request(RoutingContext context) {
    BodyReader bodies =
        new BodyReader(
            context.request(), context.vertx().getOrCreateContext(), config.bodyDeadline());
    return new Request(context, RequestLog.id(context), bodies);
  }

  private static boolean isBrowser(RoutingContext context) {
    String accepted = context.request().getHeader("Accept");
    return accepted != null && accepted.contains("text/html");
  }

  private static Failure failure(RoutingContext context, int status) {
    String path = context.request().path();
    return switch (status) {
      case 404 -> new Failure(404, "tried to find " + path + ", but there is no such address");
      case 405 ->
          new Failure(
              405,
              "tried to %s %s, but this address has no such method"
                  .formatted(context.request().method().name(), path));
      case 400 -> new Failure(400, "tried to read the request's path, but it is malformed");
      default -> {
        Throwable thrown = context.failure();
        yield thrown == null
            ? new Failure(status, "tried to answer, but the dispatcher failed at it")
            : Failure.of(thrown, RequestLog.id(context));
      }
    };
  }

  private static void end(RoutingContext context, Answer answer) {
    context.response().setStatusCode(answer.status());
    answer.headers().forEach(context.response()::putHeader);
    if (answer.body() instanceof Answer.Whole whole) {
      context.response().end(whole.bytes());
    } else {
      context.response().end();
    }
  }

  private static void refuseMalformed(HttpServerRequest request) {
    request
        .response()
        .setStatusCode(400)
        .putHeader("Connection", "close")
        .putHeader("Content-Type", "application/json")
        .end(
            "{\"error\":\"tried to read the request, but it is no HTTP/1.1, or its head is too"
                + " long\"}")
        .onComplete(_ -> request.connection().close());
  }

  /** Takes no new connections, lets open requests end, and then closes. */
  @Override
  public void close() {
    closing = true;
    // Together, so that they wait for their clients at the same time.
    List<CompletableFuture<Void>> ends =
        servers.stream()
            .map(server -> server.shutdown(config.closing().toMillis(), TimeUnit.MILLISECONDS))
            .map(end -> end.toCompletionStage().toCompletableFuture())
            .toList();
    try {
      CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
          .get(config.closing().toMillis() + 5_000, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      log.atWarn().setCause(e).log("server did not close in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
