package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.Table;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hearth users}. */
@Command(
    name = "users",
    description = "List the people, by name.",
    synopsisSubcommandLabel = "[COMMAND]",
    mixinStandardHelpOptions = true)
public final class UsersCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  public UsersCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      JsonNode answer = farm.get("/api/v1/people");
      terminal.out().print(json ? Json.pretty(answer) + "\n" : table(answer.path("people")));
    }
  }

  private static String table(JsonNode people) {
    Table table = Table.of("NAME", "STATE", "SINCE", "E-MAIL", "FULL NAME");
    for (JsonNode person : people) {
      table.row(
          person.path("name").asText(),
          state(person),
          Words.moment(person.path("createdAt")),
          Words.word(person.path("email").asText("")),
          Words.word(person.path("fullName").asText("")));
    }
    return table.text();
  }

  private static String state(JsonNode person) {
    if (person.path("blocked").asBoolean()) {
      return "blocked";
    }
    return person.path("operator").asBoolean() ? "operator" : "-";
  }
}
