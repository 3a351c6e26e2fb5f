package dev.hearth.dispatcher.console.frame;

import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.Request;
import dev.hearth.dispatcher.http.RouteTable;
import dev.hearth.dispatcher.projects.Secret;
import java.util.Optional;

/** What is not a page of its own subject: logging in and out, the language, assets, errors. */
public final class FrameRoutes {
  private static final int SESSION_SECONDS = 12 * 60 * 60;
  private static final int LANGUAGE_SECONDS = 365 * 24 * 60 * 60;

  private final Sessions sessions;

  public FrameRoutes(Sessions sessions) {
    this.sessions = sessions;
  }

  /** Enters the routes. */
  public void mount(RouteTable table, PageTable pages) {
    Assets.mount(table);
    table.showFailures((request, failure) -> ErrorPages.of(request, failure, Optional.empty()));
    pages.page("/", _ -> Visit.to(Section.BUILDS.address()));
    pages.open("GET", "/login", request -> form(pages, request));
    pages.open("POST", "/login", this::logIn);
    pages.act("/logout", (visit, _) -> logOut(visit));
    pages.open("POST", "/language", FrameRoutes::changeLanguage);
  }

  private static Answer form(PageTable pages, Request request) {
    String next = request.query("next").stream().findFirst().orElse("/");
    return pages.session(request).isPresent() ? Visit.to(next) : form(request, 200, "", "", next);
  }

  private static Answer form(
      Request request, int status, String name, String problem, String next) {
    Language language = Language.of(request);
    Frame frame =
        new Frame(
            language,
            Messages.text(language, "login.title"),
            null,
            null,
            request.method().equals("GET") ? request.uri() : "/login");
    return Templates.page(
        status, "login", new LogInPage(frame, name, problem, LocalAddress.of(next)));
  }

  private Answer logIn(Request request) throws InterruptedException {
    Origin.require(request);
    Form form = Form.read(request);
    String name = form.field("name").orElse("");
    return sessions
        .logIn(name, new Secret(form.raw("password")))
        .map(session ->
            Visit.to(form.raw("next"))
                .with(
                    "Set-Cookie",
                    cookie(request, PageTable.COOKIE, session.cookie(), SESSION_SECONDS)))
        .orElseGet(() -> form(request, 401, name, "login.refused", form.raw("next")));
  }

  private Answer logOut(Visit visit) {
    sessions.logOut(visit.session());
    return Visit.to("/login").with("Set-Cookie", cookie(visit.request(), PageTable.COOKIE, "", 0));
  }

  private static Answer changeLanguage(Request request) throws InterruptedException {
    Origin.require(request);
    Form form = Form.read(request);
    Language language = Language.find(form.raw("language")).orElse(Language.ENGLISH);
    return Visit.to(form.raw("back"))
        .with("Set-Cookie", cookie(request, Language.COOKIE, language.tag(), LANGUAGE_SECONDS));
  }

  private static String cookie(Request request, String name, String value, int seconds) {
    return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s"
        .formatted(name, value, seconds, request.secure() ? "; Secure" : "");
  }
}
