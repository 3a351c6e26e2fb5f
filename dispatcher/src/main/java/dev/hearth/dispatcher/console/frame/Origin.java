package dev.hearth.dispatcher.console.frame;

import dev.hearth.dispatcher.http.HttpFailure;
import dev.hearth.dispatcher.http.Request;
import java.util.Optional;

/** Refuses forms that another site sent, or made a browser send. */
final class Origin {
  private Origin() {}

  /** Whether the browser says that the form came from a page of this very host. */
  static void require(Request request) {
    Optional<String> site = request.header("Sec-Fetch-Site");
    boolean same =
        site.map("same-origin"::equals)
            .orElseGet(() ->
                request
                    .header("Origin")
                    .map(origin -> origin.replaceFirst("^https?://", ""))
                    .equals(request.header("Host")));
    if (!same) {
      throw refused();
    }
  }

  private static HttpFailure refused() {
    return new HttpFailure(
        403,
        "tried to take a form, but it did not come from a page of this log-in; go back, load the"
            + " page again and send it once more");
  }
}
