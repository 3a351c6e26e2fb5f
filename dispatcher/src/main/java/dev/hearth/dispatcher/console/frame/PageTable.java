package dev.hearth.dispatcher.console.frame;

import dev.hearth.dispatcher.announcements.Board;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.BlockingHandler;
import dev.hearth.dispatcher.http.ClientGoneException;
import dev.hearth.dispatcher.http.Failure;
import dev.hearth.dispatcher.http.Request;
import dev.hearth.dispatcher.http.RouteTable;
import dev.hearth.dispatcher.people.Session;
import dev.hearth.dispatcher.sessions.WebSessions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where pages are entered. Each request is asked who makes it, each form whether a page of theirs
 * sent it, and what a handler throws becomes a page too.
 */
public final class PageTable {
  /** Makes a page for somebody. */
  @FunctionalInterface
  public interface Page {
    Answer of(Visit visit) throws InterruptedException;
  }

  /** Does what somebody asks for by a form. */
  @FunctionalInterface
  public interface Act {
    Answer of(Visit visit, Form form) throws InterruptedException;
  }

  static final int MOST_UNWANTED = 1024;

  private final RouteTable table;
  private final WebSessions sessions;
  private final Board board;

  public PageTable(RouteTable table, WebSessions sessions, Board board) {
    this.table = table;
    this.sessions = sessions;
    this.board = board;
  }

  /** Enters a page; whoever is not logged in is sent to log in, and comes back. */
  public void page(String pattern, Page page) {
    open(
        "GET",
        pattern,
        request -> {
          Optional<Session> session = session(request);
          return session.isPresent() ? page.of(visit(request, session.get())) : logIn(request);
        });
  }

  /** Enters what a form of a page is sent to. */
  public void act(String pattern, Act act) {
    open(
        "POST",
        pattern,
        request -> {
          Origin.require(request);
          Optional<Session> session = session(request);
          Form form = Form.read(request);
          if (session.isEmpty()) {
            return logIn(request);
          }
          WebSessions.requireCsrf(session.get(), form.raw("csrf"));
          return act.of(visit(request, session.get()), form);
        });
  }

  /** Enters what is for everybody, logged in or not. */
  void open(String method, String pattern, BlockingHandler handler) {
    table.add(
        method,
        pattern,
        request -> {
          try {
            if (method.equals("GET")) {
              request.skipBody(MOST_UNWANTED); // else the connection could not be used again
            }
            return handler.handle(request);
          } catch (ClientGoneException | InterruptedException e) {
            throw e;
          } catch (Throwable t) {
            Optional<Session> session = session(request);
            return ErrorPages.of(
                request, Failure.of(t, request.id()), session, board.seen(session.isPresent()));
          }
        });
  }

  private Visit visit(Request request, Session session) {
    return new Visit(request, Language.of(request), session, board.seen(true));
  }

  Optional<Session> session(Request request) {
    return sessions.of(request);
  }

  private static Answer logIn(Request request) {
    boolean part = request.header("HX-Request").isPresent();
    String from = request.method().equals("POST") || part ? "/" : request.uri();
    String address = "/login?next=" + URLEncoder.encode(from, StandardCharsets.UTF_8);
    return part
        ? Templates.guarded(Answer.nothing(401)).with("HX-Redirect", address)
        : Visit.to(address);
  }
}
