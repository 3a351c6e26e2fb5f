package dev.hearth.dispatcher.http;

import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** What a handler may know of a request. */
public final class Request {
  private final RoutingContext context;
  private final String id;
  private final BodyReader bodies;

  Request(RoutingContext context, String id, BodyReader bodies) {
    this.context = context;
    this.id = id;
    this.bodies = bodies;
  }

  /** By which the log can be searched. */
  public String id() {
    return id;
  }

  public String method() {
    return context.request().method().name();
  }

  /** The address from which it came; a proxy's, where there is one. */
  public String from() {
    return context.request().remoteAddress().hostAddress();
  }

  /** A parameter of the path, decoded. */
  public String path(String name) {
    String value = context.pathParam(name);
    if (value == null) {
      throw new IllegalStateException("the route has no parameter " + name);
    }
    return value;
  }

  /** The path and the query as they were sent. */
  public String uri() {
    return context.request().uri();
  }

  /** All values of a query's parameter, decoded. */
  public List<String> query(String name) {
    return context.queryParams().getAll(name);
  }

  public List<String> queryNames() {
    return List.copyOf(context.queryParams().names());
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(context.request().getHeader(name));
  }

  /** The value of a cookie. */
  public Optional<String> cookie(String name) {
    return Optional.ofNullable(context.request().getCookie(name)).map(Cookie::getValue);
  }

  /** Whether it came over TLS to this server. */
  public boolean secure() {
    return context.request().isSSL();
  }

  /** The token of {@code Authorization: Bearer …}. */
  public Optional<String> bearerToken() {
    return header("Authorization")
        .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
        .map(value -> value.substring(7).strip())
        .filter(token -> !token.isEmpty());
  }

  /**
   * Waits for the whole body. Called once at most.
   *
   * @param most in bytes
   * @throws HttpFailure 413 when there is more, as soon as that is known; 408 when it takes too
   *     long
   */
  public byte[] body(int most) throws InterruptedException {
    return bodies.read(most, true);
  }

  /**
   * Waits for the end of a body that nobody wants; the bound holds as well.
   *
   * @throws HttpFailure as {@link #body}
   */
  public void skipBody(int most) throws InterruptedException {
    bodies.read(most, false);
  }
}
