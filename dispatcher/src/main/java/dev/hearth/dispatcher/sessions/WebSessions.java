package dev.hearth.dispatcher.sessions;

import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.HttpFailure;
import dev.hearth.dispatcher.http.Request;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Session;
import dev.hearth.dispatcher.people.SessionLimits;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.people.Trail;
import dev.hearth.dispatcher.sql.SessionStore;
import java.util.Map;
import java.util.Optional;

/**
 * Whose request it is that a browser makes, by its cookie: {@code __Host-hearth} where the farm is
 * reached by TLS, which no other host and no plain page can set, else {@code hearth-session}.
 * Thread-safe; every method may block.
 */
public final class WebSessions {
  /** The header by which a page's scripts show that they are of the session. */
  public static final String CSRF_HEADER = "Hearth-Csrf";

  private final SessionStore store;
  private final SessionLimits limits;
  private final BrowserCookie cookie;
  private final Trail trail;

  /**
   * @param securePublicly whether people reach the farm by https, be it through a proxy
   */
  public WebSessions(
      SessionStore store, SessionLimits limits, boolean securePublicly, Trail trail) {
    this.store = store;
    this.limits = limits;
    this.cookie = new BrowserCookie("hearth", "hearth-session", securePublicly);
    this.trail = trail;
  }

  /** Empty if nobody is logged in there. */
  public Optional<Session> of(Request request) {
    return cookie.of(request).flatMap(store::find);
  }

  /**
   * Begins a session of who has just logged in. It has an id of its own, whatever the browser sent:
   * one that somebody else knows is good for nothing.
   */
  public Begun begin(Request request, Principal who) {
    cookie.of(request).ifPresent(store::end);
    Session session = store.begin(who);
    return new Begun(
        session, cookie.header(request, session.cookie(), limits.longest().toSeconds()));
  }

  /**
   * A session that has begun.
   *
   * @param setCookie the value of the answer's header {@code Set-Cookie}
   */
  public record Begun(Session session, String setCookie) {
    public Answer in(Answer answer) {
      return answer.with("Set-Cookie", setCookie);
    }

    @Override
    public String toString() {
      return session.toString();
    }
  }

  /** Logs out: from now on the session is nobody's, and the browser forgets it. */
  public Answer end(Request request, Answer answer) {
    of(request)
        .ifPresent(session -> {
          store.end(session.cookie());
          trail.record(session.who(), request.from(), new Thing.Farm(), "logout", Map.of());
        });
    return answer.with("Set-Cookie", cookie.header(request, "", 0));
  }

  /**
   * Refuses what another site made the browser send: asked of each request that changes something
   * and is known by its cookie.
   *
   * @param offered what the form carries, or the header {@value #CSRF_HEADER}
   * @throws HttpFailure 403
   */
  public static void requireCsrf(Session session, String offered) {
    if (!session.made(offered)) {
      throw new HttpFailure(
          403,
          "tried to take the request, but it did not come from a page of this log-in; load the page"
              + " again and send it once more");
    }
  }
}
