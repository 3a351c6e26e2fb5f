package dev.hearth.cli.commands;

import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;

/** {@code hearth password}. */
@Command(
    name = "password",
    description = "Change my password; all my tokens and log-ins end.",
    mixinStandardHelpOptions = true)
public final class PasswordCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  public PasswordCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      farm.put(
          "/api/v1/me/password",
          Json.object()
              .put("old", SecretInput.read(terminal, "old password", null))
              .put("new", SecretInput.read(terminal, "new password", null)));
      terminal.out().println("the password is changed; log in again");
    }
  }
}
