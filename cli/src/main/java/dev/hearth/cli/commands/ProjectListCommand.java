package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.Table;
import dev.hearth.cli.terminal.Terminal;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hearth project list}: all of them, however many pages they are. */
@Command(name = "list", description = "List all projects.", mixinStandardHelpOptions = true)
public final class ProjectListCommand implements Runnable {
  private static final String PAGE = "200";

  private final Connections connections;
  private final Terminal terminal;

  @Option(names = "--json", description = "Print them as JSON.")
  private boolean json;

  public ProjectListCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    ObjectNode all = Json.object();
    ArrayNode projects = all.putArray("projects");
    try (FarmClient farm = connections.connect()) {
      Map<String, String> query = new HashMap<>(Map.of("limit", PAGE));
      JsonNode page;
      do {
        page = farm.get("/api/v1/projects", query);
        page.path("projects").forEach(projects::add);
        query.put("after", page.path("next").asText());
      } while (page.path("next").isTextual());
    }
    terminal.out().print(json ? Json.pretty(all) + "\n" : table(projects));
  }

  static String table(JsonNode projects) {
    Table table = Table.of("PROJECT", "BUILDER", "GIT");
    for (JsonNode project : projects) {
      table.row(
          project.path("name").asText(),
          project.path("builder").isTextual() ? project.path("builder").asText() : "-",
          project.path("gitUrl").asText());
    }
    return table.text();
  }
}
