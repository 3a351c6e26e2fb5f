package dev.hearth.dispatcher.console.frame;

import dev.hearth.dispatcher.announcements.Board;
import dev.hearth.dispatcher.api.PeopleParts;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.HttpFailure;
import dev.hearth.dispatcher.http.Request;
import dev.hearth.dispatcher.http.RouteTable;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.sessions.LogIns;
import dev.hearth.dispatcher.sessions.WebSessions;
import java.util.Optional;

/** What is not a page of its own subject: logging in and out, the language, assets, errors. */
public final class FrameRoutes {
  private static final int LANGUAGE_SECONDS = 365 * 24 * 60 * 60;

  private final LogIns logIns;
  private final WebSessions sessions;
  private final String provider;
  private final Board board;

  public FrameRoutes(PeopleParts people, Board board) {
    this.logIns = people.logIns();
    this.sessions = people.sessions();
    this.provider = people.provider();
    this.board = board;
  }

  /** Enters the routes. */
  public void mount(RouteTable table, PageTable pages) {
    Assets.mount(table);
    table.showFailures(
        (request, failure) -> ErrorPages.of(request, failure, Optional.empty(), board.seen(false)));
    pages.page("/", _ -> Visit.to(Section.BUILDS.address()));
    pages.open("GET", "/login", request -> form(pages, request));
    pages.open("POST", "/login", this::logIn);
    pages.act("/logout", (visit, _) -> logOut(visit));
    pages.open("POST", "/language", FrameRoutes::changeLanguage);
  }

  private Answer form(PageTable pages, Request request) {
    String next = request.query("next").stream().findFirst().orElse("/");
    return pages.session(request).isPresent() ? Visit.to(next) : form(request, 200, "", "", next);
  }

  private Answer form(Request request, int status, String name, String problem, String next) {
    Language language = Language.of(request);
    Frame frame =
        new Frame(
            language,
            Messages.text(language, "login.title"),
            null,
            null,
            request.method().equals("GET") ? request.uri() : "/login",
            board.seen(false));
    return Templates.page(
        status, "login", new LogInPage(frame, name, problem, LocalAddress.of(next), provider));
  }

  private Answer logIn(Request request) throws InterruptedException {
    Origin.require(request);
    Form form = Form.read(request);
    String name = form.field("name").orElse("");
    Secret password = new Secret(form.raw("password"));
    try {
      Principal who = logIns.require(name, password, request.from());
      return sessions.begin(request, who).in(Visit.to(form.raw("next")));
    } catch (HttpFailure refused) {
      String key = refused.status() == 401 ? "login.refused" : "login.tooOften";
      return form(request, refused.status(), name, key, form.raw("next"));
    }
  }

  private Answer logOut(Visit visit) {
    return sessions.end(visit.request(), Visit.to("/login"));
  }

  private static Answer changeLanguage(Request request) throws InterruptedException {
    Origin.require(request);
    Form form = Form.read(request);
    Language language = Language.find(form.raw("language")).orElse(Language.ENGLISH);
    return Visit.to(form.raw("back"))
        .with(
            "Set-Cookie",
            "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s"
                .formatted(
                    Language.COOKIE,
                    language.tag(),
                    LANGUAGE_SECONDS,
                    request.secure() ? "; Secure" : ""));
  }
}
