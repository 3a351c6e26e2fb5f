package dev.hearth.cli.farm;

import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.client.OwnFile;
import dev.hearth.cli.client.UnreachableException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What a farm on this machine is made of, and how each part is started. */
final class FarmParts {
  static final String DISPATCHER_USER = "hearth";

  /**
   * What is not lived in is given back, so that a burst does not stay the dispatcher's size. Ten
   * thousand builds that wait take 50 MB; with a larger bound garbage would be kept up to it.
   */
  private static final List<String> DISPATCHER_MEMORY =
      List.of("-Xms24m", "-Xmx208m", "-XX:MinHeapFreeRatio=20", "-XX:MaxHeapFreeRatio=40");

  /** In which a daemon ends by itself when it is told to. */
  private static final Duration GRACE = Duration.ofSeconds(15);

  /** Netty and SQLite use native code and sun.misc.Unsafe, of which Java would warn. */
  private static final List<String> QUIET =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  private final FarmSettings farm;
  private final FarmFiles files;
  private final DaemonSettings daemons;
  private final FarmServers servers;
  private final Surroundings surroundings;
  private final FarmTls tls;
  private final HttpStatus http;

  private @Nullable FarmClient client;

  FarmParts(FarmSettings farm, Map<String, String> environment, Surroundings surroundings) {
    this.farm = farm;
    this.files = new FarmFiles(farm.home());
    this.tls = new FarmTls(farm, files);
    this.daemons = new DaemonSettings(farm, files, tls, environment);
    this.http = new HttpStatus(tls::trust);
    this.servers = new FarmServers(farm, files, tls, new Docker(), http);
    this.surroundings = surroundings;
  }

  FarmTls tls() {
    return tls;
  }

  FarmServers servers() {
    return servers;
  }

  List<DaemonPart> dispatchers() {
    return IntStream.range(0, farm.dispatchers().size()).mapToObj(this::dispatcher).toList();
  }

  List<DaemonPart> agents() {
    return farm.agents().stream().map(this::agent).toList();
  }

  DaemonPart gitServer() {
    return daemon(
        "git-server",
        "http://" + farm.gitAddress(),
        List.of("git-server"),
        List.of("-Xms16m", "-Xmx128m"),
        daemons.gitServer(),
        GRACE,
        () -> Ports.refuseTaken(farm.ports().git(), "HEARTH_GIT_PORT"),
        () -> http.of("http://" + farm.gitAddress() + "/") > 0);
  }

  /** All that can be there, in the order in which it is started. */
  List<Part> all() {
    List<Part> all = new ArrayList<>(servers.all());
    all.addAll(dispatchers());
    all.addAll(agents());
    all.add(gitServer());
    return all;
  }

  /** Together what does not need each other; what others need, later. */
  List<List<Part>> inOrderOfStop() {
    List<Part> first = new ArrayList<>(agents());
    first.add(gitServer());
    return List.of(first, List.copyOf(dispatchers()), List.copyOf(servers.all()));
  }

  Docker docker() {
    return servers.docker();
  }

  /** Gives an agent what it shows the dispatcher, if it has none yet. */
  void issueKey(FarmClient client, String agent) {
    if (!Files.exists(files.agentKey(agent))) {
      String key =
          client.post("/api/v1/agents/" + agent + "/key", Json.object()).path("key").asText();
      OwnFile.write(files.agentKey(agent), key + "\n");
    }
  }

  private DaemonPart dispatcher(int index) {
    int port = farm.ports().dispatchers().get(index);
    String url = farm.dispatcherUrls().get(index);
    return daemon(
        farm.dispatchers().get(index),
        url,
        List.of("dispatcher"),
        DISPATCHER_MEMORY,
        daemons.dispatcher(index),
        GRACE,
        () -> Ports.refuseTaken(port, "HEARTH_DISPATCHER_PORT"),
        () -> http.of(url + "/health/ready") == 200);
  }

  private DaemonPart agent(String name) {
    return daemon(
        name,
        "",
        List.of("agent"),
        List.of("-Xms16m", "-Xmx384m"),
        daemons.agent(name),
        daemons.timeToFinish().map(GRACE::plus).orElse(GRACE),
        () -> {},
        () -> isUp(name));
  }

  private DaemonPart daemon(
      String name,
      String address,
      List<String> arguments,
      List<String> memory,
      Map<String, String> environment,
      Duration grace,
      Runnable beforeStart,
      BooleanSupplier ready) {
    List<String> options = new ArrayList<>(QUIET);
    options.addAll(memory);
    options.add("-XX:+UseSerialGC");
    options.add("-XX:TieredStopAtLevel=1"); // half the work of a start, and less memory
    options.add("-XX:+AutoCreateSharedArchive");
    options.add("-XX:SharedArchiveFile=" + files.archive(name));
    options.add("-Xlog:disable");
    options.add("-Xlog:all=error,cds=off,aot=off:stderr");
    List<String> command =
        Program.ours(files.program()).command(surroundings.of(name), options, arguments);
    return new DaemonPart(name, address, files, command, environment, grace, beforeStart, ready);
  }

  /** One that has handed over is up for a while, though nobody works. */
  private boolean isUp(String agent) {
    try {
      FarmClient client = client();
      return StreamSupport.stream(client.get("/api/v1/agents").path("agents").spliterator(), false)
          .anyMatch(one ->
              one.path("name").asText().equals(agent)
                  && one.path("up").asBoolean()
                  && one.path("accepting").asBoolean());
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
}
