package dev.hearth.cli.commands;

import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hearth tokens revoke}. */
@Command(name = "revoke", description = "Revoke an access token.", mixinStandardHelpOptions = true)
public final class TokensRevokeCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(paramLabel = "ID", description = "Its id, as hearth tokens shows it.")
  private String id = "";

  public TokensRevokeCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      farm.delete("/api/v1/me/tokens/" + FarmClient.part(id));
      terminal.out().printf("%s is good no longer%n", id);
    }
  }
}
