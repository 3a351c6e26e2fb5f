package dev.hearth.cli.farm;

import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.client.OwnFile;
import dev.hearth.cli.client.UnreachableException;
import dev.hearth.cli.terminal.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What a farm on this machine is made of, and how each part is started. */
final class FarmParts {
  static final String REGISTRY_USER = "hearth";
  static final String DISPATCHER_USER = "hearth";

  /** Netty and SQLite use native code and sun.misc.Unsafe, of which Java would warn. */
  private static final List<String> QUIET =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  private final FarmSettings farm;
  private final FarmFiles files;
  private final DaemonSettings daemons;
  private final Docker docker = new Docker();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private @Nullable FarmClient client;

  FarmParts(FarmSettings farm, Map<String, String> environment) {
    this.farm = farm;
    this.files = new FarmFiles(farm.home());
    this.daemons = new DaemonSettings(farm, files, environment);
  }

  /** By settings and not by flags: etcd 3.4 refuses a flag whose variable its image has set. */
  ServerPart etcd() {
    return new ServerPart(
        farm,
        docker,
        "etcd",
        farm.etcdImage(),
        farm.etcdPort(),
        2379,
        "HEARTH_ETCD_PORT",
        "/var/lib/etcd",
        List.of(
            "--env",
            "ETCD_NAME=" + farm.name(),
            "--env",
            "ETCD_DATA_DIR=/var/lib/etcd",
            "--env",
            "ETCD_LISTEN_CLIENT_URLS=http://0.0.0.0:2379",
            "--env",
            "ETCD_ADVERTISE_CLIENT_URLS=" + farm.etcdEndpoint(),
            "--env",
            "ETCD_QUOTA_BACKEND_BYTES=" + (8L << 30),
            "--env",
            "ETCD_LOG_LEVEL=warn",
            // Its passwords are random: slow hashes would only slow its clients down.
            "--env",
            "ETCD_BCRYPT_COST=4"),
        List.of("etcd"),
        () -> status(farm.etcdEndpoint() + "/health") == 200);
  }

  ServerPart registry() {
    return new ServerPart(
        farm,
        docker,
        "registry",
        farm.registryImage(),
        farm.registryPort(),
        5000,
        "HEARTH_REGISTRY_PORT",
        "/var/lib/registry",
        List.of(
            "--volume", files.htpasswd() + ":/etc/hearth/htpasswd:ro",
            "--env", "REGISTRY_AUTH=htpasswd",
            "--env", "REGISTRY_AUTH_HTPASSWD_REALM=Hearth",
            "--env", "REGISTRY_AUTH_HTPASSWD_PATH=/etc/hearth/htpasswd",
            "--env", "REGISTRY_STORAGE_DELETE_ENABLED=true"),
        List.of(),
        () -> status("http://" + farm.registryAddress() + "/v2/") == 401);
  }

  DaemonPart dispatcher() {
    return daemon(
        "dispatcher",
        farm.dispatcherUrl(),
        List.of("dispatcher"),
        List.of("-Xms24m", "-Xmx384m"),
        daemons.dispatcher(),
        () -> Ports.refuseTaken(farm.dispatcherPort(), "HEARTH_DISPATCHER_PORT"),
        () -> status(farm.dispatcherUrl() + "/health/ready") == 200);
  }

  DaemonPart agent(String name) {
    return daemon(
        name,
        "",
        List.of("agent"),
        List.of("-Xms16m", "-Xmx384m"),
        daemons.agent(name),
        () -> {},
        () -> isUp(name));
  }

  DaemonPart gitServer() {
    return daemon(
        "git-server",
        "http://" + farm.gitAddress(),
        List.of("git-server"),
        List.of("-Xms16m", "-Xmx128m"),
        daemons.gitServer(),
        () -> Ports.refuseTaken(farm.gitPort(), "HEARTH_GIT_PORT"),
        () -> status("http://" + farm.gitAddress() + "/") > 0);
  }

  /** All that can be there, in the order in which it is started. */
  List<Part> all() {
    List<Part> all = new ArrayList<>(List.of(etcd(), registry(), dispatcher()));
    farm.agents().forEach(agent -> all.add(agent(agent)));
    all.add(gitServer());
    return all;
  }

  /** Together what does not need each other; what others need, later. */
  List<List<Part>> inOrderOfStop() {
    List<Part> first = new ArrayList<>(List.of(gitServer()));
    farm.agents().forEach(agent -> first.add(agent(agent)));
    return List.of(first, List.of(dispatcher()), List.of(registry(), etcd()));
  }

  Docker docker() {
    return docker;
  }

  /** The registry's one user, whose password is hashed as the registry wants it. */
  void writeHtpasswd() {
    try {
      Path file = files.htpasswd();
      if (!Files.exists(file)) {
        OwnFile.write(file, REGISTRY_USER + ":" + Bcrypt.hash(files.secret("registry")) + "\n");
      }
      // The server in the container is another user; the folder above keeps all others out.
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    } catch (IOException e) {
      throw new CommandFailure("tried to write %s, but could not".formatted(files.htpasswd()), e);
    }
  }

  /** Gives an agent what it shows the dispatcher, if it has none yet. */
  void issueKey(FarmClient client, String agent) {
    if (!Files.exists(files.agentKey(agent))) {
      String key =
          client.post("/api/v1/agents/" + agent + "/key", Json.object()).path("key").asText();
      OwnFile.write(files.agentKey(agent), key + "\n");
    }
  }

  private DaemonPart daemon(
      String name,
      String address,
      List<String> arguments,
      List<String> memory,
      Map<String, String> environment,
      Runnable beforeStart,
      java.util.function.BooleanSupplier ready) {
    List<String> options = new ArrayList<>(QUIET);
    options.addAll(memory);
    options.add("-XX:+UseSerialGC");
    options.add("-XX:TieredStopAtLevel=1"); // half the work of a start, and less memory
    options.add("-XX:+AutoCreateSharedArchive");
    options.add("-XX:SharedArchiveFile=" + files.archive(name));
    options.add("-Xlog:disable");
    options.add("-Xlog:all=error,cds=off,aot=off:stderr");
    List<String> command = Program.at(files.program()).command(options, arguments);
    return new DaemonPart(
        name, address, files, command, environment, Duration.ofSeconds(15), beforeStart, ready);
  }

  private boolean isUp(String agent) {
    try {
      FarmClient client = client();
      return StreamSupport.stream(client.get("/api/v1/agents").path("agents").spliterator(), false)
          .anyMatch(one -> one.path("name").asText().equals(agent) && one.path("up").asBoolean());
    } catch (UnreachableException e) {
      return false;
    }
  }

  private synchronized FarmClient client() {
    FarmClient known = client;
    if (known == null) {
      known = new FarmClient(new LocalFarm(farm).access().orElseThrow());
      client = known;
    }
    return known;
  }

  /** 0 if nothing answers. */
  private int status(String url) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(3)).build();
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("was interrupted while asking " + url, e);
    }
  }
}
