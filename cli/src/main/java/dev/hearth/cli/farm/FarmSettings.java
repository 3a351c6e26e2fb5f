package dev.hearth.cli.farm;

import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Names and ports of a farm on this machine; all of it listens on 127.0.0.1.
 *
 * @param name {@code HEARTH_FARM}, by default {@code hearth}: what its containers' names begin with
 * @param home {@code HEARTH_HOME}, by default {@code /var/lib/hearth/{farm}}: all that it keeps
 *     outside containers
 * @param dispatcherPort {@code HEARTH_DISPATCHER_PORT}, by default 8080
 * @param registryPort {@code HEARTH_REGISTRY_PORT}, by default 5000
 * @param etcdPort {@code HEARTH_ETCD_PORT}, by default 2379
 * @param gitPort {@code HEARTH_GIT_PORT}, by default 8081: of the demonstration's Git server
 * @param etcdImage {@code HEARTH_ETCD_IMAGE}, by default {@code hearth/etcd}
 * @param registryImage {@code HEARTH_REGISTRY_IMAGE}, by default {@code hearth/registry}
 */
public record FarmSettings(
    String name,
    Path home,
    int dispatcherPort,
    int registryPort,
    int etcdPort,
    int gitPort,
    String etcdImage,
    String registryImage) {

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
    TreeMap<Integer, String> ports = new TreeMap<>();
    FarmSettings settings =
        new FarmSettings(
            name,
            Path.of(terminal.setting("HEARTH_HOME", "/var/lib/hearth/" + name)).toAbsolutePath(),
            port(terminal, "HEARTH_DISPATCHER_PORT", 8080, ports, problems),
            port(terminal, "HEARTH_REGISTRY_PORT", 5000, ports, problems),
            port(terminal, "HEARTH_ETCD_PORT", 2379, ports, problems),
            port(terminal, "HEARTH_GIT_PORT", 8081, ports, problems),
            terminal.setting("HEARTH_ETCD_IMAGE", "hearth/etcd"),
            terminal.setting("HEARTH_REGISTRY_IMAGE", "hearth/registry"));
    if (!problems.isEmpty()) {
      throw new CommandFailure(String.join("; ", problems));
    }
    return settings;
  }

  /** Its agents: their names tell farms apart that share a machine. */
  public List<String> agents() {
    return List.of(name + "-a", name + "-b");
  }

  public String dispatcherUrl() {
    return "http://127.0.0.1:" + dispatcherPort;
  }

  public String etcdEndpoint() {
    return "http://127.0.0.1:" + etcdPort;
  }

  /** As it stands in an image's reference. */
  public String registryAddress() {
    return "127.0.0.1:" + registryPort;
  }

  /** {@code host:port} of the demonstration's Git server. */
  public String gitAddress() {
    return "127.0.0.1:" + gitPort;
  }

  private static int port(
      Terminal terminal,
      String setting,
      int otherwise,
      TreeMap<Integer, String> taken,
      List<String> problems) {
    String text = terminal.setting(setting, String.valueOf(otherwise));
    if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > 65_535) {
      problems.add("%s is \"%s\", but a port is a number from 1 to 65535".formatted(setting, text));
      return otherwise;
    }
    int port = Integer.parseInt(text);
    String other = taken.putIfAbsent(port, setting);
    if (other != null) {
      problems.add("%s and %s are both %d: give each its own".formatted(other, setting, port));
    }
    return port;
  }
}
