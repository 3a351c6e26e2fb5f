package dev.hearth.dispatcher.console.frame;

import dev.hearth.dispatcher.announcements.Announcement;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.Failure;
import dev.hearth.dispatcher.http.Request;
import dev.hearth.dispatcher.people.Session;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What people see of what went wrong. */
final class ErrorPages {
  private static final Set<Integer> OWN_WORDS = Set.of(400, 403, 404, 405, 409, 413, 429, 500, 503);

  private ErrorPages() {}

  static Answer of(
      Request request,
      Failure failure,
      Optional<Session> session,
      List<Announcement> announcements) {
    Language language = Language.of(request);
    int status = failure.status();
    String key = "error." + (OWN_WORDS.contains(status) ? Integer.toString(status) : "other");
    Frame frame =
        new Frame(
            language,
            Messages.text(language, key),
            null,
            session.orElse(null),
            request.uri(),
            announcements);
    Answer page = Templates.page(status, "error", new ErrorPage(frame, status, failure.sentence()));
    return status == 503 ? page.with("Retry-After", "5") : page;
  }
}
