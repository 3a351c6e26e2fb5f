package dev.hearth.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.results.TestResults;
import dev.hearth.protocol.results.TestResultsJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The dispatcher as agents see it, over real HTTP: gives secrets, keeps logs and test results,
 * breaks on demand.
 */
public final class FakeDispatcher implements AutoCloseable {
  public static final String KEY = "agent key";

  /** What becomes of a request for a log. */
  public enum Mood {
    WELL,
    /** Reads half of the piece, then closes the connection. */
    BREAKS_BEFORE,
    /** Keeps the piece, and closes the connection without an answer. */
    BREAKS_AFTER,
    UNAVAILABLE
  }

  private static final Pattern LOG = Pattern.compile("/agent/v1/attempts/([^/]+)/log/([0-9]+)");
  private static final Pattern TESTS = Pattern.compile("/agent/v1/attempts/([^/]+)/tests");
  private static final Pattern SECRETS = Pattern.compile("/agent/v1/attempts/([^/]+)/secrets");

  private final HttpServer server;
  private final Map<AttemptId, ByteArrayOutputStream> logs = new HashMap<>();
  private final Map<AttemptId, TestResults> results = new ConcurrentHashMap<>();
  private final String secrets;
  private volatile Mood mood = Mood.WELL;

  public FakeDispatcher(String secrets) {
    this.secrets = secrets;
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public void feel(Mood next) {
    mood = next;
  }

  public synchronized String log(AttemptId attempt) {
    ByteArrayOutputStream held = logs.get(attempt);
    return held == null ? "" : held.toString(StandardCharsets.UTF_8);
  }

  /** What came of an attempt's tests. */
  public Optional<TestResults> results(AttemptId attempt) {
    return Optional.ofNullable(results.get(attempt));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Matcher log = LOG.matcher(path);
      Matcher tests = TESTS.matcher(path);
      if (!("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        send(exchange, 401, "{}");
      } else if (log.matches()) {
        log(exchange, AttemptId.parse(log.group(1)), Long.parseLong(log.group(2)));
      } else if (tests.matches()) {
        tests(exchange, AttemptId.parse(tests.group(1)));
      } else if (path.equals("/agent/v1/projects/deleted")) {
        String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        send(exchange, 200, asked.replace("\"projects\"", "\"deleted\""));
      } else if (SECRETS.matcher(path).matches()) {
        send(exchange, 200, secrets);
      } else {
        send(exchange, 404, "{}");
      }
    }
  }

  private void tests(HttpExchange exchange, AttemptId attempt) throws IOException {
    byte[] sent = exchange.getRequestBody().readAllBytes();
    if (mood == Mood.UNAVAILABLE) {
      send(exchange, 503, "{}");
      return;
    }
    results.put(attempt, TestResultsJson.read(sent));
    exchange.sendResponseHeaders(204, -1);
  }

  private void log(HttpExchange exchange, AttemptId attempt, long offset) throws IOException {
    Mood now = mood;
    switch (now) {
      case UNAVAILABLE -> send(exchange, 503, "{}");
      case BREAKS_BEFORE -> {
        mood = Mood.WELL;
        exchange.getRequestBody().readNBytes(10);
      }
      case BREAKS_AFTER -> {
        mood = Mood.WELL;
        keep(attempt, offset, exchange.getRequestBody().readAllBytes());
      }
      case WELL -> {
        byte[] piece = exchange.getRequestBody().readAllBytes();
        boolean gap = keep(attempt, offset, piece);
        send(exchange, gap ? 409 : 200, "{\"length\":%d}".formatted(length(attempt)));
      }
    }
  }

  private synchronized int length(AttemptId attempt) {
    ByteArrayOutputStream held = logs.get(attempt);
    return held == null ? 0 : held.size();
  }

  private synchronized boolean keep(AttemptId attempt, long offset, byte[] piece) {
    ByteArrayOutputStream held = logs.computeIfAbsent(attempt, _ -> new ByteArrayOutputStream());
    if (offset > held.size()) {
      return true;
    }
    int skip = (int) (held.size() - offset);
    if (skip < piece.length) {
      held.write(piece, skip, piece.length - skip);
    }
    return false;
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
