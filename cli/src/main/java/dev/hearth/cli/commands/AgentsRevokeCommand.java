package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hearth agents revoke}. */
@Command(
    name = "revoke",
    description = "Shut an agent out: its keys end, its builds run elsewhere.",
    mixinStandardHelpOptions = true)
public final class AgentsRevokeCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(paramLabel = "AGENT", description = "The agent's name.")
  private String agent = "";

  public AgentsRevokeCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      JsonNode answer = farm.delete("/api/v1/agents/" + FarmClient.part(agent) + "/key");
      terminal.out().printf("%s is shut out%n", agent);
      if (answer.path("etcdUser").asText().equals("kept")) {
        terminal.say(
            "the dispatcher was not told root's password of etcd (HEARTH_ETCD_ROOT_PASSWORD_FILE), so the user %s is still there; remove it: etcdctl user delete %s"
                .formatted(agent, agent));
      }
    }
  }
}
