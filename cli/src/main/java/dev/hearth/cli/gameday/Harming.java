package dev.hearth.cli.gameday;

import dev.hearth.cli.farm.Docker;
import dev.hearth.cli.farm.Farm;
import dev.hearth.cli.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Does each kind of harm to a farm, and mends it. */
final class Harming {
  /** What was hit, and how it is mended. */
  record Hit(String target, Runnable mend) {
    static final Hit NOBODY = new Hit("", () -> {});
  }

  private static final int MOST_PAUSES = 5;

  private final GameFarm game;
  private final Farm farm;
  private final Docker docker;
  private final Supplier<String> leader;
  private final HostCommands tool = new HostCommands();
  private final Set<String> harmed = ConcurrentHashMap.newKeySet();

  /**
   * @param leader the dispatcher that leads now, as it is known in etcd; empty if none does
   */
  Harming(GameFarm game, Supplier<String> leader) {
    this.game = game;
    this.farm = game.farm();
    this.docker = game.docker();
    this.leader = leader;
  }

  /** Does the harm; the caller mends it. */
  Hit begin(Harm harm) {
    List<String> agents = farm.settings().agents();
    List<String> dispatchers = farm.settings().dispatchers();
    List<String> members = farm.settings().etcdMembers();
    return switch (harm.kind()) {
      case AGENT_KILL -> kill(harm.among(agents));
      case AGENT_FREEZE -> freeze(harm.among(agents));
      case AGENT_RESTART -> restart(harm.among(agents));
      case AGENT_CUT -> cut(harm.among(agents));
      case AGENT_CLOCK -> slow(harm.among(agents));
      case CONTAINER_KILL -> killContainer(harm);
      case DISPATCHER_KILL -> kill(harm.among(dispatchers));
      case DISPATCHER_FREEZE -> freeze(leadingDispatcher(harm));
      case DISPATCHER_RESTART -> restart(harm.among(dispatchers));
      case ETCD_KILL -> killServer(harm.among(members));
      case ETCD_LEADER_KILL -> killServer(farm.etcdLeader().orElse(harm.among(members)));
      case ETCD_PAUSE -> pause(List.of(harm.among(members)));
      case ETCD_OUTAGE -> pause(members);
      case REGISTRY_STOP -> stopServer("registry");
      case POSTGRES_STOP -> stopServer("postgres");
    };
  }

  /** Whether a part is down on purpose. */
  boolean isHarmed(String part) {
    return harmed.contains(part);
  }

  /** Starts a daemon that does not run; what it printed before is kept. */
  void start(String daemon) {
    keepLog(daemon);
    farm.start(daemon);
  }

  private Hit kill(String daemon) {
    harmed.add(daemon);
    signal(daemon, "KILL");
    return new Hit(
        daemon,
        () -> {
          start(daemon);
          harmed.remove(daemon);
        });
  }

  private Hit freeze(String daemon) {
    harmed.add(daemon);
    signal(daemon, "STOP");
    return new Hit(
        daemon,
        () -> {
          signal(daemon, "CONT");
          harmed.remove(daemon);
        });
  }

  private Hit restart(String daemon) {
    harmed.add(daemon);
    farm.stop(daemon);
    start(daemon);
    harmed.remove(daemon);
    return new Hit(daemon, () -> {});
  }

  private Hit cut(String agent) {
    game.network(agent).cut();
    return new Hit(agent, () -> game.network(agent).mend());
  }

  private Hit slow(String daemon) {
    game.slow(daemon, true);
    restart(daemon);
    return new Hit(
        daemon,
        () -> {
          game.slow(daemon, false);
          restart(daemon);
        });
  }

  private Hit killContainer(Harm harm) {
    List<String> running = game.buildContainers("status=running");
    if (running.isEmpty()) {
      return Hit.NOBODY;
    }
    String container = harm.among(running);
    // It may end by itself in between.
    boolean killed = docker.ask("kill", container).succeeded();
    return killed ? new Hit(container, () -> {}) : Hit.NOBODY;
  }

  private Hit killServer(String server) {
    docker.run("kill", game.container(server));
    return new Hit(server, () -> docker.run("start", game.container(server)));
  }

  private Hit stopServer(String server) {
    docker.run("stop", "--time", "3", game.container(server));
    return new Hit(server, () -> docker.run("start", game.container(server)));
  }

  private Hit pause(List<String> servers) {
    servers.forEach(this::pause);
    return new Hit(
        String.join(" ", servers),
        () -> servers.forEach(server -> docker.run("unpause", game.container(server))));
  }

  /** The kernel does not always freeze what is just forking; a moment later it does. */
  private void pause(String server) {
    for (int tries = 1; tries < MOST_PAUSES; tries++) {
      if (docker.ask("pause", game.container(server)).succeeded()) {
        return;
      }
    }
    docker.run("pause", game.container(server));
  }

  private String leadingDispatcher(Harm harm) {
    String id = leader.get();
    List<String> dispatchers = farm.settings().dispatchers();
    for (int index = 0; index < dispatchers.size(); index++) {
      if (id.endsWith(":" + farm.settings().ports().dispatchers().get(index))) {
        return dispatchers.get(index);
      }
    }
    return harm.among(dispatchers);
  }

  /** Nothing happens to a daemon that does not run. */
  private void signal(String daemon, String signal) {
    farm.pid(daemon).ifPresent(pid -> tool.ask("kill", "-" + signal, String.valueOf(pid)));
  }

  private void keepLog(String daemon) {
    Path folder = farm.files().logs();
    Path log = folder.resolve(daemon + ".log");
    try (Stream<Path> kept = Files.list(folder)) {
      long number =
          kept.filter(file -> file.getFileName().toString().startsWith(daemon + ".")).count();
      if (Files.exists(log)) {
        Files.copy(log, folder.resolve("%s.before-%d.log".formatted(daemon, number)));
      }
    } catch (IOException e) {
      throw CommandFailure.io("keep " + log, e);
    }
  }
}
