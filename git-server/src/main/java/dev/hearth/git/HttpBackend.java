package dev.hearth.git;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the real {@code git http-backend} answer a request, as a web server does by CGI. */
final class HttpBackend {
  private static final Logger log = LoggerFactory.getLogger(HttpBackend.class);

  private final Path root;
  private final boolean pushes;

  HttpBackend(Path root, boolean pushes) {
    this.root = root;
    this.pushes = pushes;
  }

  /** The status that was sent, and how many bytes followed it. */
  record Answer(int status, long bytes) {}

  Answer answer(HttpExchange exchange) throws IOException {
    ProcessBuilder builder = GitCommand.process(root, List.of("git", "http-backend"));
    describe(exchange, builder.environment());
    Process process = builder.start();
    Thread feeder = Thread.startVirtualThread(() -> feed(exchange, process));
    Thread listener = Thread.startVirtualThread(() -> report(process));
    try {
      return relay(new BufferedInputStream(process.getInputStream()), exchange);
    } finally {
      process.destroyForcibly();
      feeder.interrupt();
      listener.interrupt();
    }
  }

  private void describe(HttpExchange exchange, Map<String, String> environment) {
    URI uri = exchange.getRequestURI();
    Headers headers = exchange.getRequestHeaders();
    environment.put("GATEWAY_INTERFACE", "CGI/1.1");
    environment.put("GIT_PROJECT_ROOT", root.toString());
    environment.put("GIT_HTTP_EXPORT_ALL", "1");
    environment.put("REQUEST_METHOD", exchange.getRequestMethod());
    environment.put("PATH_INFO", uri.getRawPath());
    environment.put("QUERY_STRING", uri.getRawQuery() == null ? "" : uri.getRawQuery());
    environment.put("REMOTE_ADDR", exchange.getRemoteAddress().getAddress().getHostAddress());
    environment.put("GIT_CONFIG_COUNT", "1");
    environment.put("GIT_CONFIG_KEY_0", "http.receivepack");
    environment.put("GIT_CONFIG_VALUE_0", Boolean.toString(pushes));
    put(environment, "CONTENT_TYPE", headers.getFirst("Content-Type"));
    put(environment, "CONTENT_LENGTH", headers.getFirst("Content-Length"));
    put(environment, "HTTP_CONTENT_ENCODING", headers.getFirst("Content-Encoding"));
    put(environment, "GIT_PROTOCOL", headers.getFirst("Git-Protocol"));
  }

  private static void put(Map<String, String> environment, String name, @Nullable String value) {
    if (value != null) {
      environment.put(name, value);
    }
  }

  private static void feed(HttpExchange exchange, Process process) {
    try (OutputStream stdin = process.getOutputStream()) {
      exchange.getRequestBody().transferTo(stdin);
    } catch (IOException e) {
      log.atDebug().setCause(e).log("request body not read to its end");
    }
  }

  private static void report(Process process) {
    try (var reader = process.errorReader(StandardCharsets.UTF_8)) {
      reader.lines().forEach(line -> log.atDebug().addKeyValue("line", line).log("git says"));
    } catch (IOException | UncheckedIOException e) {
      log.atDebug().setCause(e).log("git's words not read to their end");
    }
  }

  private static Answer relay(InputStream from, HttpExchange exchange) throws IOException {
    int status = 200;
    String line = line(from);
    if (line.isEmpty()) {
      throw new IOException("tried to let git answer but it ended without a word");
    }
    while (!line.isEmpty()) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new IOException("tried to read git's answer but it has no header: " + line);
      }
      String name = line.substring(0, colon);
      String value = line.substring(colon + 1).strip();
      if (name.equalsIgnoreCase("Status")) {
        status = Integer.parseInt(value.substring(0, 3));
      } else {
        exchange.getResponseHeaders().add(name, value);
      }
      line = line(from);
    }
    exchange.sendResponseHeaders(status, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      return new Answer(status, from.transferTo(body));
    }
  }

  private static String line(InputStream from) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = from.read(); next >= 0 && next != '\n'; next = from.read()) {
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }
}
