package dev.hearth.agent.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Keeps what comes from the builds' bridge away from the host's own addresses and from link-local
 * ones, where clouds keep their metadata. The rules lie in chains of their own, which are replaced
 * as a whole: putting them up again changes nothing.
 */
final class HostFirewall {
  /** What is addressed to the host itself. */
  private static final String TO_HOST = "HEARTH-TO-HOST";

  /** What the host passes on. */
  private static final String THROUGH_HOST = "HEARTH-THROUGH-HOST";

  private static final Path RESOLVER = Path.of("/etc/resolv.conf");

  private HostFirewall() {}

  /** Returns what could not be set, in a sentence for the operator. */
  static Optional<String> putUp(String bridge) {
    List<InetAddress> resolvers = resolvers();
    List<String> problems = new ArrayList<>();
    try {
      putUp(
          "iptables",
          bridge,
          "169.254.0.0/16",
          resolvers.stream().filter(address -> address.getAddress().length == 4).toList());
    } catch (IOException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    if (hostSpeaksIpv6()) {
      try {
        putUp(
            "ip6tables",
            bridge,
            "fe80::/10",
            resolvers.stream().filter(address -> address.getAddress().length == 16).toList());
      } catch (IOException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "builds can reach this host's own addresses: the firewall's rules for the bridge %s could not be set (%s); run the agent as root where iptables is installed, or set such rules yourself"
                .formatted(bridge, String.join("; ", problems)));
  }

  private static void putUp(
      String iptables, String bridge, String linkLocal, List<InetAddress> resolvers)
      throws IOException {
    var rules = new StringBuilder("*filter\n");
    rules.append(":").append(TO_HOST).append(" - [0:0]\n");
    rules.append(":").append(THROUGH_HOST).append(" - [0:0]\n");
    rules.append("-A ").append(TO_HOST);
    rules.append(" -m conntrack --ctstate ESTABLISHED,RELATED -j RETURN\n");
    for (InetAddress resolver : resolvers) {
      for (String chain : List.of(TO_HOST, THROUGH_HOST)) {
        for (String protocol : List.of("udp", "tcp")) {
          rules.append(
              "-A %s -d %s -p %s --dport 53 -j RETURN\n"
                  .formatted(chain, resolver.getHostAddress(), protocol));
        }
      }
    }
    rules.append("-A ").append(TO_HOST).append(" -j DROP\n");
    rules.append("-A %s -d %s -j DROP\n".formatted(THROUGH_HOST, linkLocal));
    rules.append("COMMIT\n");
    run(rules.toString(), iptables + "-restore", "--noflush", "--wait", "5");

    jump(iptables, "INPUT", bridge, TO_HOST);
    jump(iptables, has(iptables, "DOCKER-USER") ? "DOCKER-USER" : "FORWARD", bridge, THROUGH_HOST);
  }

  private static void jump(String iptables, String from, String bridge, String to)
      throws IOException {
    String[] rule = {from, "-i", bridge, "-j", to};
    if (!succeeds(iptables, "-C", rule)) {
      run("", command(iptables, "-I", rule));
    }
  }

  private static boolean has(String iptables, String chain) throws IOException {
    return succeeds(iptables, "-n", new String[] {"-L", chain});
  }

  private static boolean succeeds(String iptables, String verb, String[] rest) throws IOException {
    try {
      run("", command(iptables, verb, rest));
      return true;
    } catch (CommandFailed e) {
      return false;
    }
  }

  private static String[] command(String iptables, String verb, String[] rest) {
    return Stream.concat(Stream.of(iptables, "-w", "5", verb), Stream.of(rest))
        .toArray(String[]::new);
  }

  private static void run(String input, String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String words =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(command[0] + " was not done within 15 s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException(command[0] + " was interrupted", e);
    }
    if (process.exitValue() != 0) {
      throw new CommandFailed(command[0] + ": " + words);
    }
  }

  /**
   * The host's resolvers: the engine may ask them from inside of the container's network, and one
   * may stand on the host itself or on a link-local address.
   */
  private static List<InetAddress> resolvers() {
    List<InetAddress> resolvers = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(RESOLVER)) {
        String[] words = line.strip().split("\\s+", 0);
        if (words.length >= 2 && words[0].equals("nameserver") && !words[1].contains("%")) {
          resolvers.add(InetAddress.ofLiteral(words[1]));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      return resolvers;
    }
    return resolvers;
  }

  private static boolean hostSpeaksIpv6() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .anyMatch(address -> address.getAddress().length == 16 && !address.isLoopbackAddress());
    } catch (SocketException e) {
      return false;
    }
  }

  /** A command ended with another status than 0; the message is what it said. */
  private static final class CommandFailed extends IOException {
    CommandFailed(String message) {
      super(message);
    }
  }
}
