package dev.hearth.cli.farm;

import dev.hearth.cli.terminal.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Looks whether a loopback port is free. */
final class Ports {
  private Ports() {}

  /**
   * @throws CommandFailure that names the setting, if somebody listens there
   */
  static void refuseTaken(int port, String setting) {
    try (ServerSocket socket =
        new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      socket.setReuseAddress(true);
    } catch (IOException e) {
      throw new CommandFailure(
          "port %d is taken: set %s to a free one".formatted(port, setting), e);
    }
  }
}
