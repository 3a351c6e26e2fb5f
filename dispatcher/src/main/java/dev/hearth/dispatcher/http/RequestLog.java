package dev.hearth.dispatcher.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What goes before every route: the request gets an id, the answer the headers that every answer
 * bears, and the observer is told.
 */
record RequestLog(RequestObserver observer) implements Handler<RoutingContext> {
  static final String ROUTE = "hearth.route";
  private static final String ID = "hearth.request";
  private static final Pattern CLIENTS_OWN = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final SecureRandom RANDOM = new SecureRandom();

  static String id(RoutingContext context) {
    String id = context.get(ID);
    return id == null ? "none" : id;
  }

  @Override
  public void handle(RoutingContext context) {
    long began = System.nanoTime();
    String id = idFor(context.request().getHeader("X-Request-Id"));
    context.put(ID, id);
    var headers = context.response().headers();
    headers.set("X-Request-Id", id);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cache-Control", "no-store");
    if (context.request().isSSL()) {
      headers.set("Strict-Transport-Security", "max-age=31536000");
    }
    context.addEndHandler(_ -> tell(context, Duration.ofNanos(System.nanoTime() - began)));
    context.next();
  }

  private void tell(RoutingContext context, Duration took) {
    String route = context.get(ROUTE);
    observer.answered(
        route == null ? "none" : route,
        context.request().method().name(),
        context.response().getStatusCode(),
        took);
  }

  private static String idFor(@Nullable String offered) {
    if (offered != null && CLIENTS_OWN.matcher(offered).matches()) {
      return offered;
    }
    byte[] bytes = new byte[8];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
