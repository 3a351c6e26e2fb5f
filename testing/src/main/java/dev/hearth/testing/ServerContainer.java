package dev.hearth.testing;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.PortBinding;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * One server in a container, bound to one loopback port for as long as it exists: stopped and
 * started again it keeps port and data. Not thread-safe.
 */
final class ServerContainer implements AutoCloseable {
  /** How long a server may take until it answers. */
  private static final Duration START = Duration.ofSeconds(60);

  private static final int STARTS = 3;

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final GenericContainer<?> container;
  private final int port;
  private final Readiness readiness;

  private ServerContainer(GenericContainer<?> container, int port, Readiness readiness) {
    this.container = container;
    this.port = port;
    this.readiness = readiness;
  }

  /** Whether a server answers yet. */
  interface Readiness {
    boolean isReady(GenericContainer<?> container, int port)
        throws IOException, InterruptedException;

    /** A page of the server's is answered with a status below 500. */
    static Readiness byHttp(String path) {
      return (_, port) -> answers(HTTP, URI.create("http://127.0.0.1:" + port + path));
    }

    /** As {@link #byHttp}, over TLS. */
    static Readiness byHttps(String path, SSLContext trust) {
      HttpClient trusting = HttpClient.newBuilder().sslContext(trust).build();
      return (_, port) -> answers(trusting, URI.create("https://127.0.0.1:" + port + path));
    }

    private static boolean answers(HttpClient http, URI page)
        throws IOException, InterruptedException {
      HttpRequest request = HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(5)).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() < 500;
    }

    /** A program in the container ends with status 0. */
    static Readiness byProgram(String... command) {
      return (container, _) -> container.execInContainer(command).getExitCode() == 0;
    }
  }

  /**
   * @param image what runs; its own entrypoint is replaced by {@code command}, so that any image
   *     with the program in it will do, but for an empty command
   * @param files what is put into the container before it starts, by absolute path
   */
  static ServerContainer start(
      String image,
      List<String> command,
      Map<String, String> environment,
      Map<String, String> files,
      int inside,
      Readiness readiness) {
    return start(image, command, environment, files, inside, readiness, _ -> {});
  }

  /**
   * @param more what else is said of the container before it starts
   */
  static ServerContainer start(
      String image,
      List<String> command,
      Map<String, String> environment,
      Map<String, String> files,
      int inside,
      Readiness readiness,
      Consumer<GenericContainer<?>> more) {
    for (int attempt = 1; ; attempt++) {
      int port = FreePort.pick();
      var container = create(image, command, environment, files, inside, port);
      more.accept(container);
      try {
        container.start();
        var server = new ServerContainer(container, port, readiness);
        server.awaitReady();
        return server;
      } catch (ContainerLaunchException e) {
        container.stop();
        if (attempt == STARTS) {
          throw new IllegalStateException(
              "tried to start %s on 127.0.0.1:%d but it failed; is the image there?"
                  .formatted(image, port),
              e);
        }
      } catch (RuntimeException e) {
        container.stop();
        throw e;
      }
    }
  }

  private static GenericContainer<?> create(
      String image,
      List<String> command,
      Map<String, String> environment,
      Map<String, String> files,
      int inside,
      int port) {
    var container = new GenericContainer<>(DockerImageName.parse(image));
    container.withEnv(environment);
    files.forEach((path, text) -> container.withCopyToContainer(Transferable.of(text), path));
    return container.withCreateContainerCmdModifier(create -> {
      if (!command.isEmpty()) {
        create.withEntrypoint(command).withCmd(List.of());
      }
      var host = create.getHostConfig();
      if (host == null) {
        throw new IllegalStateException("Testcontainers gave the container no host config");
      }
      host.withPortBindings(PortBinding.parse("127.0.0.1:" + port + ":" + inside));
      create.withExposedPorts(PortBinding.parse("" + inside).getExposedPort());
    });
  }

  int port() {
    return port;
  }

  String logs() {
    return container.getLogs();
  }

  /** Ends the server at once, without a goodbye; data and port are kept for {@link #start()}. */
  void stop() {
    engine().killContainerCmd(container.getContainerId()).exec();
    await("stopped").atMost(START).until(() -> !container.isRunning());
  }

  /** Starts it again after {@link #stop()} and returns when it answers. */
  void start() {
    engine().startContainerCmd(container.getContainerId()).exec();
    awaitReady();
  }

  /** Freezes the server: connections stay open, nothing answers. */
  void pause() {
    engine().pauseContainerCmd(container.getContainerId()).exec();
  }

  void unpause() {
    engine().unpauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void close() {
    container.stop();
  }

  private void awaitReady() {
    await("ready: " + container.getDockerImageName())
        .atMost(START)
        .pollInterval(Duration.ofMillis(50))
        .until(this::answers);
  }

  private boolean answers() throws InterruptedException {
    if (!container.isRunning()) {
      throw new IllegalStateException(
          "tried to start %s but it ended by itself: %s"
              .formatted(container.getDockerImageName(), container.getLogs()));
    }
    try {
      return readiness.isReady(container, port);
    } catch (IOException e) {
      return false;
    }
  }

  private DockerClient engine() {
    return container.getDockerClient();
  }
}
