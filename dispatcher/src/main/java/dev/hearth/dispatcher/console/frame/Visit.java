package dev.hearth.dispatcher.console.frame;

import dev.hearth.dispatcher.announcements.Announcement;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.Request;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Session;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request for a page, of somebody who is logged in.
 *
 * @param announcements those that are seen now
 */
public record Visit(
    Request request, Language language, Session session, List<Announcement> announcements) {
  public Visit {
    announcements = List.copyOf(announcements);
  }

  /** The name of who asks. */
  public String by() {
    return session.who().name();
  }

  public Principal who() {
    return session.who();
  }

  public String path(String name) {
    return request.path(name);
  }

  /** A parameter of the query; empty if it is absent or blank. */
  public Optional<String> query(String name) {
    return request.query(name).stream().map(String::strip).filter(v -> !v.isEmpty()).findFirst();
  }

  public String t(String key, Object... values) {
    return Messages.text(language, key, values);
  }

  /** What a page of this title stands in. */
  public Frame frame(String title, @Nullable Section section) {
    return new Frame(language, title, section, session, request.uri(), announcements);
  }

  /** Sends the browser to another page of the console. */
  public static Answer to(String address) {
    return Templates.guarded(Answer.nothing(303)).with("Location", LocalAddress.of(address));
  }
}
