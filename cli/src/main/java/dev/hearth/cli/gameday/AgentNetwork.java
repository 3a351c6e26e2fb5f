package dev.hearth.cli.gameday;

import java.util.List;

/**
 * A network namespace in which one agent runs, joined to the host by one cable. What listens on the
 * host's loopback is found on its own loopback; the engine's socket is a file, and needs no cable.
 *
 * @param name of the namespace
 * @param cable the host's end, 15 characters at most
 * @param host the host's address on it
 * @param agent the agent's address on it
 */
record AgentNetwork(HostCommands tool, String name, String cable, String host, String agent) {
  /** From a range that is set aside for such, so that it is no real network. */
  static AgentNetwork numbered(HostCommands tool, String name, int block, int number) {
    String first = "198.18.%d.".formatted(block);
    return new AgentNetwork(
        tool,
        name,
        "hgd%d-%d".formatted(block, number),
        first + (4 * number + 1),
        first + (4 * number + 2));
  }

  void make() {
    tool.run("ip", "netns", "add", name);
    tool.run("ip", "link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", name);
    tool.run("ip", "addr", "add", host + "/30", "dev", cable);
    tool.run("ip", "link", "set", cable, "up");
    inside("ip", "addr", "add", agent + "/30", "dev", "eth0");
    inside("ip", "link", "set", "eth0", "up");
    inside("ip", "link", "set", "lo", "up");
    // What goes to loopback in there comes out at the host's loopback, and back.
    tool.run("sh", "-c", "echo 1 >/proc/sys/net/ipv4/conf/" + cable + "/route_localnet");
    inside("sh", "-c", "echo 1 >/proc/sys/net/ipv4/conf/eth0/route_localnet");
    tool.run(hostRule("-I"));
    inside(nat("-A", "OUTPUT", "-p", "tcp", "-d", "127.0.0.1", "-j", "DNAT", "--to", host));
    inside(nat("-A", "POSTROUTING", "-o", "eth0", "-j", "SNAT", "--to", agent));
  }

  /** Words before a command that shall run in there. */
  List<String> entering() {
    return List.of("nsenter", "--net=/run/netns/" + name);
  }

  /** Nothing comes through any more, and nobody is told. */
  void cut() {
    tool.run("ip", "link", "set", cable, "down");
  }

  void mend() {
    tool.run("ip", "link", "set", cable, "up");
  }

  /** Whatever of it is there. */
  void remove() {
    tool.ask(hostRule("-D"));
    tool.ask("ip", "link", "del", cable);
    tool.ask("ip", "netns", "del", name);
  }

  private String[] hostRule(String verb) {
    return nat(verb, "PREROUTING", "-i", cable, "-d", host, "-j", "DNAT", "--to", "127.0.0.1");
  }

  private static String[] nat(String... rule) {
    String[] command = new String[rule.length + 4];
    System.arraycopy(new String[] {"iptables", "-w", "-t", "nat"}, 0, command, 0, 4);
    System.arraycopy(rule, 0, command, 4, rule.length);
    return command;
  }

  private void inside(String... command) {
    String[] whole = new String[command.length + 2];
    whole[0] = entering().getFirst();
    whole[1] = entering().getLast();
    System.arraycopy(command, 0, whole, 2, command.length);
    tool.run(whole);
  }
}
