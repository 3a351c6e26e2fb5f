package dev.hearth.cli.farm;

import dev.hearth.cli.client.FarmAccess;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.OwnFile;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.GrpcWords;
import dev.hearth.cli.terminal.Table;
import dev.hearth.cli.terminal.Terminal;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.etcd.EtcdAccess;
import dev.hearth.protocol.etcd.EtcdConfig;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.FarmKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A farm on this machine: etcd, registry and PostgreSQL in containers, dispatchers and agents as
 * processes.
 */
public final class Farm {
  private static final Duration START = Duration.ofSeconds(90);
  private static final String BUILD_NETWORK = "hearth-build";

  private final FarmSettings settings;
  private final FarmFiles files;
  private final FarmParts parts;
  private final Terminal terminal;

  public Farm(FarmSettings settings, Terminal terminal) {
    this(settings, terminal, Surroundings.host());
  }

  public Farm(FarmSettings settings, Terminal terminal, Surroundings surroundings) {
    this.settings = settings;
    this.files = new FarmFiles(settings.home());
    this.parts = new FarmParts(settings, terminal.environment(), surroundings);
    this.terminal = terminal;
  }

  /** The farm that was started on this machine, or that a start would make. */
  public static Farm of(Terminal terminal) {
    FarmSettings asked = FarmSettings.of(terminal);
    LocalFarm kept = LocalFarm.of(terminal);
    boolean runs = new Farm(kept.settings(), terminal).isAnyPartRunning();
    return new Farm(runs ? kept.settings() : asked, terminal);
  }

  public FarmSettings settings() {
    return settings;
  }

  public FarmFiles files() {
    return files;
  }

  /** Whether there is nothing of it yet, not even data. */
  public boolean isNew() {
    return !Files.exists(files.kept());
  }

  public boolean isAnyPartRunning() {
    return parts.all().stream().anyMatch(Part::isRunning);
  }

  /** How its administrator asks it. */
  public FarmAccess access() {
    return new LocalFarm(settings)
        .access()
        .orElseThrow(
            () -> new CommandFailure("found no %s; is the farm up?".formatted(files.adminToken())));
  }

  /**
   * Starts what does not run yet, and returns when all of it works.
   *
   * @return whether anything had to be started
   * @throws CommandFailure naming the part that does not start, with the end of its log
   */
  public boolean up() {
    boolean started = upWithoutAgents();
    try (FarmClient client = new FarmClient(access())) {
      settings.agents().forEach(agent -> parts.issueKey(client, agent));
    }
    List<DaemonPart> agents = parts.agents();
    for (Part agent : agents) {
      started |= start(agent);
    }
    agents.forEach(this::await);
    return started;
  }

  /** Like {@link #up}, for who brings agents of his own. */
  public boolean upWithoutAgents() {
    refuseTakenPorts();
    prepareHome();
    boolean started = false;
    for (Part server : parts.servers().all()) {
      started |= start(server);
    }
    parts.servers().etcd().forEach(this::await);
    secureEtcd();
    if (settings.shape().ownPostgres()) {
      await(parts.servers().postgres());
    }
    // One after the other: the first makes what they share, the farm's key and tokens.
    for (Part dispatcher : parts.dispatchers()) {
      started |= start(dispatcher);
      await(dispatcher);
    }
    await(parts.servers().registry());
    return started;
  }

  /** Gives back what no image in the registry needs any more; returns how many bytes. */
  public long collectRegistryGarbage() {
    FarmServers servers = parts.servers();
    ServerPart registry = servers.registry();
    if (!registry.isRunning()) {
      throw new CommandFailure("found no registry of this farm that runs; start it with hearth up");
    }
    terminal.say("the registry is read only until its garbage is collected");
    return new GarbageCollection(
            registry, servers.readOnlyRegistry(), servers.docker(), this::await)
        .run();
  }

  /** Stops a part and starts it again; returns how long it took from its start until it works. */
  public Duration restart(String name) {
    Part part = part(name);
    part.stop();
    until(part, "seen as gone", () -> !part.answers());
    long began = System.nanoTime();
    part.start();
    await(part);
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /**
   * Starts daemons again that run, one after another, with the program and the settings of now:
   * what agents build goes on, and one dispatcher at a time is away.
   *
   * @param names of those that are meant; empty for all
   */
  public void renew(List<String> names) {
    List<DaemonPart> running =
        Stream.concat(parts.dispatchers().stream(), parts.agents().stream())
            .filter(Part::isRunning)
            .toList();
    names.forEach(name -> refuseUnknown(name, running));
    program().install();
    for (DaemonPart daemon : running) {
      if (names.isEmpty() || names.contains(daemon.name())) {
        terminal.say("restarting " + daemon.name());
        restart(daemon.name());
      }
    }
    if (outdated().isEmpty()) {
      program().deleteOthers();
    }
  }

  private static void refuseUnknown(String name, List<DaemonPart> running) {
    List<String> known = running.stream().map(Part::name).toList();
    if (!known.contains(name)) {
      throw new CommandFailure(
          "tried to restart %s, but of this farm's daemons these run: %s"
              .formatted(name, known.isEmpty() ? "none" : String.join(", ", known)));
    }
  }

  /** Its daemons that run another version of the program than ours. */
  public List<String> outdated() {
    return Stream.concat(parts.dispatchers().stream(), parts.agents().stream())
        .filter(DaemonPart::isOutdated)
        .map(Part::name)
        .toList();
  }

  private Program program() {
    return Program.ours(files.program());
  }

  /** The process of a daemon, if it runs. */
  public Optional<Long> pid(String name) {
    return part(name) instanceof DaemonPart daemon
        ? daemon.process().map(ProcessHandle::pid)
        : Optional.empty();
  }

  /** Starts a part where it does not run, and does not wait until it works. */
  public void start(String name) {
    part(name).start();
  }

  /** Stops a part as an operator does; what it left undone is its own business. */
  public void stop(String name) {
    part(name).stop();
  }

  public boolean isRunning(String name) {
    return part(name).isRunning();
  }

  /** How a dispatcher of this farm reaches etcd. */
  public EtcdConfig etcd() {
    return etcdAs(FarmParts.DISPATCHER_USER, files.secret("etcd-dispatcher"));
  }

  private EtcdConfig etcdAs(@Nullable String user, @Nullable String password) {
    return new EtcdConfig(
        settings.etcdEndpoints(), user, password, parts.tls().authorities(), EtcdConfig.DEADLINE);
  }

  /** By which its servers are known. */
  public SSLContext trust() {
    return parts.tls().trust();
  }

  /** The member of etcd that leads the others, as far as they know. */
  public Optional<String> etcdLeader() {
    return parts.servers().etcdLeader();
  }

  /** Starts the demonstration's Git server beside it. */
  public void startGitServer() {
    try {
      OwnFile.folder(files.repositories());
    } catch (IOException e) {
      throw CommandFailure.io("make " + files.repositories(), e);
    }
    Part git = parts.gitServer();
    start(git);
    await(git);
  }

  /**
   * Stops all of it, whatever is there; nothing of it runs afterwards.
   *
   * @param withData whether volumes and home are deleted too
   * @return whether there was anything to stop
   */
  public boolean down(boolean withData) {
    boolean ran = false;
    for (List<Part> together : parts.inOrderOfStop()) {
      ran |= together.stream().anyMatch(Part::isRunning);
      stopTogether(together);
    }
    var traces = new AgentTraces(parts.docker(), files.agentIdentities());
    traces.removeContainers();
    removeNetworks();
    parts.tls().untellEngine(terminal);
    if (withData) {
      terminal.say("deleting the farm's data");
      traces.removeImages(settings.registryAddress());
      parts
          .servers()
          .all()
          .forEach(server -> parts.docker().ask("volume", "rm", "-f", server.volume()));
      files.deleteAll();
    }
    return ran;
  }

  /** A table of parts, whether they work, and where they answer. */
  public String status() {
    Table table = Table.of("PART", "STATE", "ADDRESS", "LOG");
    for (Part part : parts.all()) {
      boolean runs = part.isRunning();
      if (part.name().equals("git-server") && !runs) {
        continue; // only a demonstration has one
      }
      String log =
          part instanceof ServerPart server
              ? "docker logs " + server.container()
              : files.log(part.name()).toString();
      table.row(
          part.name(), runs ? part.isReady() ? "ready" : "not ready" : "down", part.address(), log);
    }
    return table.text();
  }

  /** Whether all that belongs to a farm works. */
  public boolean isReady() {
    return parts.all().stream()
        .filter(part -> !part.name().equals("git-server"))
        .allMatch(part -> part.isRunning() && part.isReady());
  }

  private Part part(String name) {
    return parts.all().stream()
        .filter(part -> part.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("a farm has no part " + name));
  }

  private void prepareHome() {
    try {
      OwnFile.folder(files.home());
      OwnFile.folder(files.home().resolve("run"));
    } catch (IOException e) {
      throw CommandFailure.io("make " + files.home(), e, "set HEARTH_HOME");
    }
    LocalFarm.refuseOtherData(settings);
    LocalFarm.keep(settings);
    program().install();
    if (!isAnyPartRunning()) {
      program().deleteOthers();
    }
    files.secret("etcd-root");
    files.secret("etcd-dispatcher");
    settings.agents().forEach(agent -> files.secret("etcd-" + agent));
    parts.servers().writeFiles();
    parts.tls().prepare(terminal);
    parts.tls().tellEngine(terminal);
  }

  /** All at once, before anything is started: a port that is taken is known at the first step. */
  private void refuseTakenPorts() {
    parts.servers().all().forEach(ServerPart::refuseTakenPort);
    for (int index = 0; index < parts.dispatchers().size(); index++) {
      if (!parts.dispatchers().get(index).isRunning()) {
        Ports.refuseTaken(settings.ports().dispatchers().get(index), "HEARTH_DISPATCHER_PORT");
        Ports.refuseTaken(
            settings.ports().dispatchersTls().get(index), "HEARTH_DISPATCHER_TLS_PORT");
      }
    }
  }

  private void secureEtcd() {
    GrpcWords.hush();
    try (EtcdAccess access =
        EtcdAccess.secure(etcdAs(null, null), files.secret("etcd-root"), new FarmKeys())) {
      access.addDispatcher(FarmParts.DISPATCHER_USER, files.secret("etcd-dispatcher"));
      for (String agent : settings.agents()) {
        access.addAgent(new AgentId(agent), files.secret("etcd-" + agent));
      }
    } catch (EtcdUnavailableException e) {
      throw new CommandFailure(
          "tried to give etcd its users, but: %s; does %s hold another farm's data?"
              .formatted(e.getMessage(), parts.servers().etcd().getFirst().volume()),
          e);
    }
  }

  private void stopTogether(List<Part> together) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Part part : together) {
        if (part.isRunning()) {
          terminal.say("stopping " + part.name());
        }
        threads.execute(part::stop);
      }
    }
  }

  private boolean start(Part part) {
    if (part.isRunning()) {
      return false;
    }
    terminal.say("starting " + part.name());
    part.start();
    return true;
  }

  private void await(Part part) {
    until(
        part,
        "ready",
        () -> {
          if (part.isReady()) {
            return true;
          }
          if (!part.isRunning()) {
            throw new CommandFailure("%s ended by itself%s".formatted(part.name(), tail(part)));
          }
          return false;
        });
  }

  private static void until(Part part, String state, BooleanSupplier reached) {
    long deadline = System.nanoTime() + START.toNanos();
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new CommandFailure(
            "%s is not %s after %d s%s"
                .formatted(part.name(), state, START.toSeconds(), tail(part)));
      }
      try {
        Thread.sleep(Duration.ofMillis(20));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandFailure("was interrupted while waiting for " + part.name(), e);
      }
    }
  }

  private static String tail(Part part) {
    String tail = part.tail();
    return tail.isEmpty()
        ? "; it printed nothing"
        : "; the end of its log:\n" + tail.indent(2).stripTrailing();
  }

  /** The network of builds is the machine's: it goes with the last farm. */
  private void removeNetworks() {
    parts.servers().networks().forEach(network -> network.remove(parts.docker()));
    Docker.Answer farms = parts.docker().ask("ps", "-q", "--filter", "label=dev.hearth.farm");
    if (farms.succeeded() && farms.out().isBlank()) {
      parts.docker().ask("network", "rm", BUILD_NETWORK);
    }
  }
}
