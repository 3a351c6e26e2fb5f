package dev.hearth.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small Git server on loopback: smart HTTP, answered by the real {@code git http-backend}. It
 * serves the demonstration farm's sample repository, and the tests.
 */
public final class GitServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GitServer.class);

  private final GitServerConfig config;
  private final RequestListener listener;
  private final Path root;
  private final HttpServer server;
  private final ExecutorService threads;

  private GitServer(
      GitServerConfig config, RequestListener listener, Path root, HttpServer server) {
    this.config = config;
    this.listener = listener;
    this.root = root;
    this.server = server;
    this.threads = Executors.newVirtualThreadPerTaskExecutor();
  }

  /**
   * Serves from now on.
   *
   * @throws BindException if the port is taken
   */
  public static GitServer start(GitServerConfig config, RequestListener listener)
      throws IOException {
    Path root = Files.createDirectories(config.root()).toRealPath();
    InetAddress address = InetAddress.ofLiteral(config.address());
    HttpServer http = HttpServer.create(new InetSocketAddress(address, config.port()), 0);
    GitServer server = new GitServer(config, listener, root, http);
    http.setExecutor(server.threads);
    http.createContext("/", server::handle);
    http.start();
    return server;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /**
   * Where a repository is cloned from; no credentials in it.
   *
   * @param repository its path below the root, as {@code team/app.git}
   */
  public URI url(String repository) {
    return URI.create("http://%s:%d/%s".formatted(config.address(), port(), repository));
  }

  /** Lets go of the port; requests under way are cut off. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) {
    HttpBackend.Answer answer = new HttpBackend.Answer(500, 0);
    try (exchange) {
      answer = answer(exchange);
    } catch (IOException | RuntimeException e) {
      log.atWarn().setCause(e).addKeyValue("path", path(exchange)).log("request not answered");
    } finally {
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      listener.answered(
          new AnsweredRequest(
              exchange.getRequestMethod(),
              path(exchange),
              query(exchange),
              Optional.ofNullable(authorization),
              answer.status(),
              answer.bytes()));
    }
  }

  private HttpBackend.Answer answer(HttpExchange exchange) throws IOException {
    Optional<GitService> service =
        GitService.of(exchange.getRequestMethod(), path(exchange), query(exchange));
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (config.user().filter(user -> !user.sentIn(authorization)).isPresent()) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
      return refuse(exchange, 401, "a user and a password are needed");
    }
    if (service.isEmpty() || !isRepository(service.get())) {
      return refuse(exchange, 404, "there is no such repository");
    }
    if (service.get().writes() && !config.pushes()) {
      return refuse(exchange, 403, "this server takes no pushes");
    }
    return new HttpBackend(root, config.pushes()).answer(exchange);
  }

  private boolean isRepository(GitService service) throws IOException {
    Path directory = root.resolve(service.repository());
    return Files.isDirectory(directory.resolve("objects"))
        && directory.toRealPath().equals(directory);
  }

  private static HttpBackend.Answer refuse(HttpExchange exchange, int status, String why)
      throws IOException {
    byte[] body = (why + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    return new HttpBackend.Answer(status, body.length);
  }

  private static String path(HttpExchange exchange) {
    return exchange.getRequestURI().getRawPath();
  }

  private static String query(HttpExchange exchange) {
    String query = exchange.getRequestURI().getRawQuery();
    return query == null ? "" : query;
  }
}
