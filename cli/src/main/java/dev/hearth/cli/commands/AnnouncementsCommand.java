package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.Table;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hearth announcements}. */
@Command(
    name = "announcements",
    description = "List what is announced, oldest first.",
    synopsisSubcommandLabel = "[COMMAND]",
    mixinStandardHelpOptions = true)
public final class AnnouncementsCommand implements Runnable {
  static final String PATH = "/api/v1/announcements";

  private final Connections connections;
  private final Terminal terminal;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  public AnnouncementsCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      JsonNode answer = farm.get(PATH);
      terminal.out().print(json ? Json.pretty(answer) + "\n" : table(answer.path("announcements")));
    }
  }

  private static String table(JsonNode announcements) {
    Table table = Table.of("ID", "KIND", "SEEN", "BY", "FROM", "UNTIL", "TEXT");
    for (JsonNode one : announcements) {
      table.row(
          one.path("id").asText(),
          one.path("severity").asText(),
          seen(one),
          one.path("by").asText(),
          Words.moment(one.path("from")),
          Words.moment(one.path("until")),
          one.path("text").asText());
    }
    return table.text();
  }

  private static String seen(JsonNode one) {
    if (!one.path("seen").asBoolean()) {
      return "no";
    }
    return one.path("public").asBoolean() ? "by anybody" : "yes";
  }
}
