package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.Table;
import dev.hearth.cli.terminal.Terminal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hearth images}: repositories, or the tags of one. */
@Command(
    name = "images",
    description = "List the repositories of the registry, or the tags of one.",
    synopsisSubcommandLabel = "[COMMAND]",
    mixinStandardHelpOptions = true)
public final class ImagesCommand implements Runnable {
  private static final String PAGE = "200";

  private final Connections connections;
  private final Terminal terminal;

  @Option(names = "--of", paramLabel = "REPOSITORY", description = "Its tags: team/app.")
  private @Nullable String repository;

  @Option(names = "--json", description = "Print the list as JSON.")
  private boolean json;

  public ImagesCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      JsonNode answer =
          repository == null ? farm.get("/api/v1/repositories") : tags(farm, repository);
      String text =
          json
              ? Json.pretty(answer) + "\n"
              : repository == null
                  ? repositories(answer.path("repositories"))
                  : tags(answer.path("tags"));
      terminal.out().print(text);
    }
  }

  /** All of them, however many pages they are. */
  private static JsonNode tags(FarmClient farm, String repository) {
    ObjectNode all = Json.object();
    ArrayNode tags = all.putArray("tags");
    Map<String, String> query = new HashMap<>(Map.of("limit", PAGE));
    String path = path(repository) + "/tags";
    JsonNode page;
    do {
      page = farm.get(path, query);
      page.path("tags").forEach(tags::add);
      query.put("after", page.path("next").asText());
    } while (page.path("next").isTextual());
    return all;
  }

  static String path(String repository) {
    return "/api/v1/repositories/" + FarmClient.part(repository);
  }

  private static String repositories(JsonNode all) {
    Table table =
        Table.of("REPOSITORY", "PROJECT", "PULLED BY", "PUSHES", "PULLS").withFigures(3, 4);
    for (JsonNode one : all) {
      table.row(
          one.path("repository").asText(),
          one.path("project").asText("-"),
          one.path("public").asBoolean() ? "anybody" : "members",
          one.path("pushes").asText("0"),
          one.path("pulls").asText("0"));
    }
    return table.text();
  }

  private static String tags(JsonNode all) {
    Table table = Table.of("TAG", "SIZE", "WRITTEN", "COMMIT", "DIGEST").withFigures(1);
    for (JsonNode one : all) {
      table.row(
          one.path("tag").asText(),
          String.format(Locale.ROOT, "%.1f MB", one.path("size").asDouble() / 1e6),
          one.path("writtenAt").asText("by hand"),
          shortened(one.path("commit").asText("-"), 8),
          shortened(one.path("digest").asText(), 19));
    }
    return table.text();
  }

  private static String shortened(String text, int most) {
    return text.length() > most ? text.substring(0, most) : text;
  }
}
