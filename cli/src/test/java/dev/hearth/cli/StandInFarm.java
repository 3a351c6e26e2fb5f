package dev.hearth.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP server that answers as it was told to, in turn for each path, the last answer again and
 * again; and remembers what it was asked.
 */
final class StandInFarm implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  /**
   * @param cutOff whether the connection breaks behind the body
   */
  record Answer(int status, String body, boolean cutOff) {}

  /**
   * @param path with its query
   * @param lastEvent of the header {@code Last-Event-ID}, empty without
   */
  record Asked(String method, String path, String authorization, String lastEvent, String body) {}

  StandInFarm() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The next answer to {@code METHOD /path} (with the query, if there is one). */
  StandInFarm answers(String request, int status, String body) {
    return add(request, new Answer(status, body, false));
  }

  StandInFarm answersCutOff(String request, String body) {
    return add(request, new Answer(200, body, true));
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private StandInFarm add(String request, Answer answer) {
    answers.computeIfAbsent(request, _ -> new ConcurrentLinkedQueue<>()).add(answer);
    return this;
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      String path = exchange.getRequestURI().toString();
      asked.add(
          new Asked(
              exchange.getRequestMethod(),
              path,
              header(exchange, "Authorization"),
              header(exchange, "Last-Event-ID"),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      Answer answer = next(exchange.getRequestMethod() + " " + path);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      boolean empty = answer.status() == 204;
      exchange.sendResponseHeaders(
          answer.status(), empty ? -1 : body.length + (answer.cutOff() ? 1 : 0));
      if (!empty) {
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer next(String request) {
    Queue<Answer> left = answers.getOrDefault(request, new ConcurrentLinkedQueue<>());
    Answer last = left.size() > 1 ? left.poll() : left.peek();
    return last == null
        ? new Answer(404, "{\"error\":\"no answer for " + request + "\"}", false)
        : last;
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }
}
