package dev.hearth.cli.commands;

import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hearth hook-secrets remove}. */
@Command(
    name = "remove",
    description = "End one of a group's hook secrets: hooks with it are refused.",
    mixinStandardHelpOptions = true)
public final class HookSecretsRemoveCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "GROUP", description = "team, or team/sub.")
  private String group = "";

  @Parameters(
      index = "1",
      paramLabel = "ID",
      description = "The secret's, as hearth hook-secrets list shows it.")
  private String id = "";

  public HookSecretsRemoveCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      farm.delete(HookSecretsCommand.path(group) + "/" + FarmClient.part(id));
      terminal.out().printf("%s is good no longer%n", id);
    }
  }
}
