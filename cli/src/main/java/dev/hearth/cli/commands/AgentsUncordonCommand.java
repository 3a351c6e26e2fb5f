package dev.hearth.cli.commands;

import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hearth agents uncordon}. */
@Command(
    name = "uncordon",
    description = "Let an agent have builds again.",
    mixinStandardHelpOptions = true)
public final class AgentsUncordonCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(paramLabel = "AGENT", description = "The agent's name.")
  private String agent = "";

  public AgentsUncordonCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      farm.delete("/api/v1/agents/" + FarmClient.part(agent) + "/cordon");
      terminal.out().printf("%s gets builds again%n", agent);
    }
  }
}
