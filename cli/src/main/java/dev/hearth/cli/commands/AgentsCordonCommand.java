package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth agents cordon} and {@code drain}. */
@Command(mixinStandardHelpOptions = true)
public final class AgentsCordonCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;
  private final String kind;

  @Parameters(paramLabel = "AGENT", description = "The agent's name.")
  private String agent = "";

  @Option(names = "--why", description = "One sentence, for those who see it.")
  private @Nullable String why;

  /**
   * @param kind {@code cordon} or {@code drain}
   */
  public AgentsCordonCommand(Connections connections, String kind) {
    this.connections = connections;
    this.terminal = connections.terminal();
    this.kind = kind;
  }

  @Override
  public void run() {
    ObjectNode order = Json.object().put("kind", kind);
    if (why != null) {
      order.put("why", why);
    }
    try (FarmClient farm = connections.connect()) {
      farm.put("/api/v1/agents/" + FarmClient.part(agent) + "/cordon", order);
      terminal.out().printf("%s gets no new builds; what it runs goes on%n", agent);
    }
  }
}
