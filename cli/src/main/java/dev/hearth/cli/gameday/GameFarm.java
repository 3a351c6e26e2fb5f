package dev.hearth.cli.gameday;

import dev.hearth.cli.farm.Docker;
import dev.hearth.cli.farm.Farm;
import dev.hearth.cli.farm.FarmPorts;
import dev.hearth.cli.farm.FarmSettings;
import dev.hearth.cli.farm.FarmShape;
import dev.hearth.cli.farm.Surroundings;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The farm of a game: three members of etcd, two dispatchers on PostgreSQL, four agents, each in a
 * network of its own, a registry, and a Git server; beside whatever else is on the machine.
 */
final class GameFarm implements AutoCloseable {
  private static final FarmShape SHAPE = new FarmShape(3, 2, 4, true);
  private static final int BLOCKS = 250;

  private final Farm farm;
  private final Docker docker = new Docker();
  private final Map<String, AgentNetwork> networks = new LinkedHashMap<>();
  private final Set<String> slow = ConcurrentHashMap.newKeySet();

  GameFarm(Terminal terminal) {
    FarmSettings usual = FarmSettings.of(terminal);
    FarmSettings settings =
        new FarmSettings(
            usual.name() + "-gameday-" + ProcessHandle.current().pid(),
            folder(),
            SHAPE,
            FarmPorts.free(SHAPE.dispatchers(), SHAPE.etcdMembers()),
            usual.images());
    HostCommands tool = new HostCommands();
    int block = ThreadLocalRandom.current().nextInt(1, BLOCKS);
    for (String agent : settings.agents()) {
      networks.put(agent, AgentNetwork.numbered(tool, agent, block, networks.size()));
    }
    this.farm = new Farm(settings, terminal, surroundings());
  }

  void up() {
    networks.values().forEach(AgentNetwork::make);
    farm.up();
    farm.startGitServer();
  }

  Farm farm() {
    return farm;
  }

  Docker docker() {
    return docker;
  }

  AgentNetwork network(String agent) {
    return Objects.requireNonNull(networks.get(agent), agent);
  }

  /** From its next start on the part's clock goes at half speed, or as it should. */
  void slow(String part, boolean isSlow) {
    if (isSlow) {
      slow.add(part);
    } else {
      slow.remove(part);
    }
  }

  /** What runs in containers. */
  List<String> servers() {
    List<String> servers = new ArrayList<>(farm.settings().etcdMembers());
    servers.addAll(List.of("registry", "postgres"));
    return servers;
  }

  /** The container of a server. */
  String container(String server) {
    return farm.settings().name() + "-" + server;
  }

  /** Compile containers of this farm's builds that are there, running or not. */
  List<String> buildContainers(String... filters) {
    List<String> found = new ArrayList<>();
    for (String agent : farm.settings().agents()) {
      List<String> command =
          new ArrayList<>(List.of("ps", "-a", "--format", "{{.Names}}", "--filter"));
      command.add("label=dev.hearth.agent=" + agent);
      for (String filter : filters) {
        command.addAll(List.of("--filter", filter));
      }
      docker.ask(command.toArray(String[]::new)).out().lines().forEach(found::add);
    }
    return found.stream().sorted().toList();
  }

  @Override
  public void close() {
    farm.down(true);
    networks.values().forEach(AgentNetwork::remove);
  }

  private Surroundings surroundings() {
    return part -> {
      List<String> words = new ArrayList<>();
      AgentNetwork network = networks.get(part);
      if (network != null) {
        words.addAll(network.entering());
      }
      if (slow.contains(part)) {
        words.addAll(SlowClock.words());
      }
      return words;
    };
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("hearth-gameday");
    } catch (IOException e) {
      throw CommandFailure.io("make a folder for the game's farm", e);
    }
  }
}
