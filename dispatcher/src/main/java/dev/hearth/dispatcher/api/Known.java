package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.http.HttpFailure;
import dev.hearth.dispatcher.http.Request;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Session;
import dev.hearth.dispatcher.sessions.WebSessions;
import java.util.Set;

/** On whose behalf a request is made: by the token that it bears, else by a browser's cookie. */
record Known(People bearers, WebSessions sessions) {
  private static final Set<String> READING = Set.of("GET", "HEAD");

  /**
   * @throws HttpFailure 401 if it is nobody's, 403 if another site may have made the browser send
   *     it
   */
  Principal require(Request request) {
    return request.bearerToken().isPresent()
        ? request.bearerToken().flatMap(bearers::bearing).orElseThrow(Known::unknown)
        : byCookie(request);
  }

  private Principal byCookie(Request request) {
    Session session = sessions.of(request).orElseThrow(Known::unknown);
    if (!READING.contains(request.method())) {
      WebSessions.requireCsrf(session, request.header(WebSessions.CSRF_HEADER).orElse(""));
    }
    return session.who();
  }

  private static HttpFailure unknown() {
    return HttpFailure.unauthorized(
        "tried to use the API, but the request bears no token that is good here; send"
            + " 'Authorization: Bearer TOKEN' (hearth login keeps it)");
  }
}
