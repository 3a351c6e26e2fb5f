package dev.hearth.cli.farm;

/**
 * A Docker network of a farm's servers, out of reach for what builds run.
 *
 * @param open whether the servers in it reach each other
 */
record ServersNetwork(String name, boolean open) {
  private static final String HOST = "host";

  /** For servers that have nothing to say to each other. */
  static ServersNetwork apart(FarmSettings farm) {
    return new ServersNetwork(farm.name() + "-servers", false);
  }

  /** For etcd's members where there are several. */
  static ServersNetwork ofEtcd(FarmSettings farm) {
    return new ServersNetwork(farm.name() + "-etcd", true);
  }

  /** This machine's own: for a server that has to reach what listens on loopback. */
  static ServersNetwork ofThisMachine() {
    return new ServersNetwork(HOST, true);
  }

  /** Whether a server in it listens on this machine's addresses by itself. */
  boolean isThisMachines() {
    return name.equals(HOST);
  }

  void ensure(FarmSettings farm, Docker docker) {
    if (!isThisMachines() && !docker.ask("network", "inspect", name).succeeded()) {
      docker.run(
          "network",
          "create",
          "--label",
          "dev.hearth.farm=" + farm.name(),
          "--opt",
          "com.docker.network.bridge.enable_icc=" + open,
          name);
    }
  }

  void remove(Docker docker) {
    docker.ask("network", "rm", name);
  }
}
