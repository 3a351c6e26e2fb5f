package dev.hearth.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A host of its own as far as the network goes: an own loopback, one wire to this machine, and no
 * way from there to anywhere else. The wire can be cut. Needs root and iproute2.
 */
public final class NetworkNamespace implements AutoCloseable {
  private final String name;
  private final String wire;
  private final String subnet;

  private NetworkNamespace(int number) {
    this.name = "hearth-e2e-" + number;
    this.wire = "hearth-" + number;
    this.subnet = "10.231." + number;
  }

  public static NetworkNamespace create() {
    NetworkNamespace made = new NetworkNamespace(ThreadLocalRandom.current().nextInt(1, 255));
    try {
      made.ip("netns", "add", made.name);
      made.ip("link", "add", made.wire, "type", "veth", "peer", "name", "eth0", "netns", made.name);
      made.ip("addr", "add", made.thisMachine() + "/30", "dev", made.wire);
      made.ip("link", "set", made.wire, "up");
      made.ip("-n", made.name, "addr", "add", made.address() + "/30", "dev", "eth0");
      made.ip("-n", made.name, "link", "set", "eth0", "up");
      made.ip("-n", made.name, "link", "set", "lo", "up");
      return made;
    } catch (RuntimeException | Error e) {
      made.close();
      throw e;
    }
  }

  /** This machine's address on the wire. */
  public String thisMachine() {
    return subnet + ".1";
  }

  /** The other host's. */
  public String address() {
    return subnet + ".2";
  }

  /**
   * A command line that becomes the command in there, under a host name of its own. Files, and so
   * the Docker engine's socket and control groups, are this machine's.
   */
  public List<String> command(String hostName, List<String> command) {
    List<String> all =
        new ArrayList<>(
            List.of("nsenter", "--net=/run/netns/" + name, "unshare", "--uts", "sh", "-c"));
    all.add("hostname \"$0\" && exec \"$@\"");
    all.add(hostName);
    all.addAll(command);
    return all;
  }

  public void cut() {
    ip("link", "set", wire, "down");
  }

  public void mend() {
    ip("link", "set", wire, "up");
  }

  @Override
  public void close() {
    run("ip", "link", "del", wire);
    run("ip", "netns", "del", name);
  }

  private void ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    String problem = run(command.toArray(String[]::new));
    if (!problem.isEmpty()) {
      throw new AssertionError(String.join(" ", command) + " failed: " + problem);
    }
  }

  /** What it complained about; empty if it succeeded. */
  private static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int status = process.waitFor();
      return status == 0 ? "" : "status " + status + ", " + output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
