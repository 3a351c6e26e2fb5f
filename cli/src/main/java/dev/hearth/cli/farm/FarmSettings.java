package dev.hearth.cli.farm;

import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A farm on this machine: its name, what it has and where it answers. How each part is reached is
 * said here and nowhere else.
 *
 * @param name {@code HEARTH_FARM}, by default {@code hearth}: what its containers' names begin with
 * @param home {@code HEARTH_HOME}, by default {@code /var/lib/hearth/{farm}}: all that it keeps
 *     outside containers
 */
public record FarmSettings(
    String name, Path home, FarmShape shape, FarmPorts ports, FarmImages images) {

  /**
   * @throws CommandFailure with all that is wrong
   */
  public static FarmSettings of(Terminal terminal) {
    List<String> problems = new ArrayList<>();
    String name = terminal.setting("HEARTH_FARM", "hearth");
    if (!name.matches("[a-z0-9][a-z0-9-]{0,40}") || name.equals("host")) {
      problems.add(
          "HEARTH_FARM is \"%s\", but a farm's name has only a-z, 0-9 and -, and is not host"
              .formatted(name));
    }
    FarmShape shape = FarmShape.of(terminal, problems);
    FarmSettings settings =
        new FarmSettings(
            name,
            Path.of(terminal.setting("HEARTH_HOME", "/var/lib/hearth/" + name)).toAbsolutePath(),
            shape,
            FarmPorts.of(terminal, shape, problems),
            FarmImages.of(terminal));
    if (!problems.isEmpty()) {
      throw new CommandFailure(String.join("; ", problems));
    }
    return settings;
  }

  /** Its agents: their names tell farms apart that share a machine. */
  public List<String> agents() {
    return IntStream.range(0, shape.agents())
        .mapToObj(number -> name + "-" + (char) ('a' + number))
        .toList();
  }

  /** Its dispatchers as parts: {@code dispatcher}, {@code dispatcher-2} and so on. */
  public List<String> dispatchers() {
    return numbered("dispatcher", shape.dispatchers());
  }

  /** etcd's members as parts: {@code etcd}, {@code etcd-2} and so on. */
  public List<String> etcdMembers() {
    return numbered("etcd", shape.etcdMembers());
  }

  /** The first dispatcher's, for people. */
  public String dispatcherUrl() {
    return dispatcherUrls().getFirst();
  }

  /** In the order of {@link #dispatchers}. */
  public List<String> dispatcherUrls() {
    return ports.dispatchers().stream().map(port -> "http://127.0.0.1:" + port).toList();
  }

  /** Where agents reach the dispatchers, in the order of {@link #dispatchers}. */
  public List<String> agentsUrls() {
    return ports.dispatchersTls().stream()
        .map(port -> "https://" + publishAddress() + ":" + port)
        .toList();
  }

  /** Where the registry sends its clients for tokens: one address, the first dispatcher's. */
  String tokenRealm() {
    return agentsUrls().getFirst() + "/registry/token";
  }

  /** From this machine, in the order of {@link #etcdMembers}. */
  public List<String> etcdEndpoints() {
    return ports.etcd().stream().map(port -> "https://127.0.0.1:" + port).toList();
  }

  /** From hosts that join, in the order of {@link #etcdMembers}. */
  public List<String> etcdAdvertised() {
    return ports.etcd().stream().map(port -> "https://" + publishAddress() + ":" + port).toList();
  }

  /** As it stands in an image's reference, wherever it is pushed or pulled. */
  public String registryAddress() {
    return publishAddress() + ":" + ports.registry();
  }

  public String registryUrl() {
    return "https://" + registryAddress();
  }

  /** Of this machine, on which other hosts reach what they need. */
  String publishAddress() {
    return ports.published();
  }

  /** Of the farm's own PostgreSQL. */
  String databaseUrl() {
    return "jdbc:postgresql://127.0.0.1:%d/hearth".formatted(ports.postgres());
  }

  /** {@code host:port} of the demonstration's Git server. */
  public String gitAddress() {
    return "127.0.0.1:" + ports.git();
  }

  private static List<String> numbered(String kind, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> number == 1 ? kind : kind + "-" + number)
        .toList();
  }
}
