package dev.hearth.agent.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.hearth.agent.StageFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The Docker engine of this host. Every call has a deadline, ends when its thread is interrupted
 * (which closes the connection, so that the engine gives up too), and fails as a {@link
 * StageFailure}. Thread-safe.
 */
public final class Engine implements AutoCloseable {
  private static final Duration SHORT = Duration.ofSeconds(60);
  private static final Duration PING = Duration.ofSeconds(3);
  private static final int MOST_WORDS = 16_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI host;
  private final DockerHttpClient http;
  private volatile @Nullable Session session;

  private record Session(EngineVersion version, ApiVersion speaks, DockerClient client) {}

  /** A question to the engine through docker-java. */
  @FunctionalInterface
  public interface Question<T> {
    T ask(DockerClient client) throws Exception;
  }

  /** An order to the engine through docker-java. */
  @FunctionalInterface
  public interface Command {
    void give(DockerClient client) throws Exception;
  }

  /** Reads an answer that comes piece by piece. */
  @FunctionalInterface
  public interface AnswerReader<T> {
    T read(InputStream answer) throws Exception;
  }

  /** Takes the objects of an answer that is a sequence of JSON objects. */
  @FunctionalInterface
  public interface JsonReader {
    void read(JsonNode node) throws Exception;
  }

  private Engine(URI host) {
    this.host = host;
    this.http =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(host)
            .maxConnections(1024)
            .connectionTimeout(Duration.ofSeconds(10))
            .build();
  }

  /**
   * Does not connect yet: the engine may come later.
   *
   * @param host as {@code unix:///var/run/docker.sock} or {@code tcp://…}
   */
  public static Engine at(URI host) {
    return new Engine(host);
  }

  /** Whether the engine answers within three seconds. Notices an engine that was upgraded. */
  public boolean ready() {
    try {
      EngineVersion now = within("ping the engine", PING, this::fetchVersion);
      Session known = session;
      if (known == null || !known.version().equals(now)) {
        session = open(now);
      }
      return true;
    } catch (StageFailure e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Asks through docker-java within a minute.
   *
   * @param what completes "tried to …"
   */
  public <T> T ask(String what, Question<T> question) throws InterruptedException {
    return ask(what, SHORT, question);
  }

  /** As {@link #ask(String, Question)}, where the answer says nothing. */
  public void tell(String what, Command command) throws InterruptedException {
    ask(
        what,
        client -> {
          command.give(client);
          return true;
        });
  }

  /** Asks through docker-java within a deadline. */
  public <T> T ask(String what, Duration deadline, Question<T> question)
      throws InterruptedException {
    DockerClient client = session().client();
    return within(what, deadline, () -> question.ask(client));
  }

  /**
   * Sends a request of our own and reads its answer.
   *
   * @throws EngineRefusal if the engine answers with an error
   */
  public <T> T send(EngineRequest request, Duration deadline, AnswerReader<T> reader)
      throws InterruptedException {
    String prefix = "/v" + session().speaks();
    return within(
        request.what(),
        deadline,
        () -> {
          try (var response = http.execute(request.at(prefix))) {
            int status = response.getStatusCode();
            if (status >= 300) {
              byte[] words = response.getBody().readNBytes(MOST_WORDS);
              throw new EngineRefusal(
                  status, EngineErrors.words(new String(words, StandardCharsets.UTF_8)));
            }
            return reader.read(response.getBody());
          }
        });
  }

  /**
   * Sends a request that is answered with a sequence of JSON objects.
   *
   * @throws EngineRefusal if the engine answers with an error, at once or in the sequence
   */
  public void stream(EngineRequest request, Duration deadline, JsonReader reader)
      throws InterruptedException {
    send(
        request,
        deadline,
        answer -> {
          try (MappingIterator<JsonNode> nodes =
              JSON.readerFor(JsonNode.class).readValues(answer)) {
            while (nodes.hasNextValue()) {
              JsonNode node = nodes.nextValue();
              JsonNode error = node.path("error");
              if (error.isTextual()) {
                throw new EngineRefusal(0, error.asText().strip());
              }
              reader.read(node);
            }
          }
          return true;
        });
  }

  /** The engine's own words in a refusal that docker-java throws. */
  public static String words(DockerException refusal) {
    return EngineErrors.words(refusal.getMessage());
  }

  /** Runs clean-up to its end, also when the caller was interrupted or is while it runs. */
  public static void uninterruptibly(String name, Runnable work) {
    Deadlines.uninterruptibly(name, work);
  }

  @Override
  public void close() {
    try {
      http.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> T within(String what, Duration deadline, Callable<T> work)
      throws InterruptedException {
    try {
      return Deadlines.within(deadline, "engine: " + what, work);
    } catch (TimeoutException e) {
      throw StageFailure.lost(
          "tried to %s but the Docker engine at %s was not done within %d s; see whether it hangs"
              .formatted(what, host, deadline.toSeconds()),
          e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof EngineRefusal refusal) {
        throw refusal;
      }
      throw EngineErrors.failure(what, host.toString(), cause);
    }
  }

  private Session session() throws InterruptedException {
    Session known = session;
    if (known != null) {
      return known;
    }
    Session opened = open(within("ask the engine for its version", PING, this::fetchVersion));
    session = opened;
    return opened;
  }

  private Session open(EngineVersion version) {
    var speaks =
        ApiVersion.between(
            ApiVersion.parse(version.oldestApi()), ApiVersion.parse(version.newestApi()));
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(host.toString())
            .withApiVersion(speaks.toString())
            .build();
    return new Session(version, speaks, DockerClientImpl.getInstance(config, http));
  }

  private EngineVersion fetchVersion() throws IOException {
    var request =
        DockerHttpClient.Request.builder()
            .method(DockerHttpClient.Request.Method.GET)
            .path("/version")
            .build();
    try (var response = http.execute(request)) {
      JsonNode version = JSON.readTree(response.getBody().readNBytes(1 << 20));
      return new EngineVersion(
          version.path("MinAPIVersion").asText("1.12"), version.path("ApiVersion").asText("1.41"));
    }
  }
}
