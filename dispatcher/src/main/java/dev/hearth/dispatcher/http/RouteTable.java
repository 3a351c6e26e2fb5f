package dev.hearth.dispatcher.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where routes are entered. A route for GET answers HEAD too. */
public final class RouteTable {
  private final Router router;
  private final BlockingRoute.Setting setting;
  private @Nullable FailurePage failurePage;

  RouteTable(Router router, BlockingRoute.Setting setting) {
    this.router = router;
    this.setting = setting;
  }

  /**
   * Enters a route.
   *
   * @param pattern with parameters in braces, as OpenAPI writes them: {@code /builds/{build}}; a
   *     parameter is one segment of the path as it was sent, so that an encoded slash is part of it
   */
  public void add(String method, String pattern, BlockingHandler handler) {
    Route route = router.route(pattern.replaceAll("\\{([a-z]+)}", ":$1"));
    Set<String> methods = method.equals("GET") ? Set.of("GET", "HEAD") : Set.of(method);
    methods.forEach(one -> route.method(HttpMethod.valueOf(one)));
    route.handler(new BlockingRoute(pattern, handler, setting));
  }

  /** Shows people a page where no route took their request; programs go on getting JSON. */
  public void showFailures(FailurePage page) {
    failurePage = page;
  }

  Optional<FailurePage> failurePage() {
    return Optional.ofNullable(failurePage);
  }
}
