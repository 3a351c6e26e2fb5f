package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.Table;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hearth quotas}. */
@Command(
    name = "quotas",
    description = "List how many builds groups and users may have at once, and how many they have.",
    synopsisSubcommandLabel = "[COMMAND]",
    mixinStandardHelpOptions = true)
public final class QuotasCommand implements Runnable {
  static final String PATH = "/api/v1/quotas";

  private final Connections connections;
  private final Terminal terminal;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  public QuotasCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      JsonNode answer = farm.get(PATH);
      terminal.out().print(json ? Json.pretty(answer) + "\n" : table(answer.path("quotas")));
    }
  }

  /** Of one quota as the API has it. */
  static String one(JsonNode quota) {
    ArrayNode only = Json.object().putArray("quotas");
    only.add(quota);
    return table(only);
  }

  private static String table(JsonNode quotas) {
    Table table = Table.of("OF", "NAME", "RUN", "OF AT MOST", "WAIT", "OF AT MOST");
    for (JsonNode quota : quotas) {
      table.row(
          quota.path("kind").asText(),
          quota.path("name").asText(),
          quota.path("use").path("running").asText(),
          Words.word(quota.path("running").asText()),
          quota.path("use").path("waiting").asText(),
          Words.word(quota.path("waiting").asText()));
    }
    return table.text();
  }
}
