package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.Terminal;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth tokens create}. */
@Command(
    name = "create",
    description = "Make an access token; it is shown this once.",
    mixinStandardHelpOptions = true)
public final class TokensCreateCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "What it is for.")
  private String name = "";

  @Option(
      names = "--scope",
      split = ",",
      description = "api (the default), read_api, read_registry, write_registry; several go.")
  private List<String> scopes = List.of("api");

  @Option(names = "--days", description = "For how many days it is good; 90 by default.")
  private int days = 90;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  public TokensCreateCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      ObjectNode order = Json.object().put("tokenName", name).put("days", days);
      scopes.forEach(order.putArray("scopes")::add);
      JsonNode made = farm.post("/api/v1/me/tokens", order);
      terminal.out().println(json ? Json.pretty(made) : made.path("token").asText());
    }
  }
}
