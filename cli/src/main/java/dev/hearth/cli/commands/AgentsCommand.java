package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.Table;
import dev.hearth.cli.terminal.Terminal;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hearth agents}. */
@Command(
    name = "agents",
    description = "List the hosts that build.",
    synopsisSubcommandLabel = "[COMMAND]",
    mixinStandardHelpOptions = true)
public final class AgentsCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Option(names = "--json", description = "Print the list as JSON.")
  private boolean json;

  public AgentsCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      JsonNode answer = farm.get("/api/v1/agents");
      terminal.out().print(json ? Json.pretty(answer) + "\n" : table(answer.path("agents")));
    }
  }

  static String table(JsonNode agents) {
    Table table =
        Table.of("AGENT", "STATE", "SLOTS", "WARM", "DISK", "LABELS", "BUILDS")
            .withFigures(2, 3, 4);
    for (JsonNode agent : agents) {
      table.row(
          agent.path("name").asText(),
          state(agent),
          agent.path("busy").asInt() + "/" + agent.path("slots").asInt(),
          agent.path("warm").asText("0"),
          disk(agent.path("freeDisk")),
          list(agent.path("labels")),
          list(agent.path("builds")));
    }
    return table.text();
  }

  private static String state(JsonNode agent) {
    String cordon = agent.path("cordon").path("kind").asText("");
    if (!agent.path("up").asBoolean()) {
      return cordon.isEmpty() ? "down" : "down, " + cordon;
    }
    if (!cordon.isEmpty()) {
      return cordon;
    }
    return agent.path("taking").asBoolean() ? "up" : "not taking: " + agent.path("reason").asText();
  }

  private static String disk(JsonNode bytes) {
    return bytes.isNumber()
        ? String.format(Locale.ROOT, "%.1f GiB free", bytes.asDouble() / (1L << 30))
        : "-";
  }

  private static String list(JsonNode words) {
    String text =
        StreamSupport.stream(words.spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining(", "));
    return text.isEmpty() ? "-" : text;
  }
}
