package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.Table;
import dev.hearth.cli.terminal.Terminal;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth deliveries [PROJECT]}. */
@Command(
    name = "deliveries",
    description = "List which hooks came and what was decided, newest first.",
    mixinStandardHelpOptions = true)
public final class DeliveriesCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(
      arity = "0..1",
      paramLabel = "PROJECT",
      description = "Only this project's, by name or id.")
  private @Nullable String project;

  @Option(
      names = "--decision",
      description = "Only those: built, duplicate, superseded, filtered or refused.")
  private @Nullable String decision;

  @Option(names = "--ref", description = "Only those of this branch or tag.")
  private @Nullable String ref;

  @Option(names = "--commit", description = "Only those of this commit; its first digits will do.")
  private @Nullable String commit;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many at most, up to 200; default 50.")
  private @Nullable Integer limit;

  @Option(
      names = "--before",
      paramLabel = "ID",
      description = "Only those that came before this delivery: the page behind it.")
  private @Nullable String before;

  @Option(names = "--json", description = "Print the page as JSON; its next is --before's value.")
  private boolean json;

  public DeliveriesCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    Map<String, String> query = new HashMap<>();
    put(query, "project", project);
    put(query, "decision", decision);
    put(query, "ref", ref);
    put(query, "commit", commit);
    put(query, "before", before);
    put(query, "limit", limit);
    try (FarmClient farm = connections.connect()) {
      JsonNode page = farm.get("/api/v1/deliveries", query);
      terminal.out().print(json ? Json.pretty(page) + "\n" : table(page.path("deliveries")));
    }
  }

  static String table(JsonNode deliveries) {
    Table table = Table.of("CAME", "HOST", "PROJECT", "REF", "COMMIT", "DECISION", "BUILDS OR WHY");
    for (JsonNode one : deliveries) {
      table.row(
          one.path("at").asText().replaceFirst("\\.[0-9]+", ""),
          one.path("host").asText(),
          word(one.path("project").asText("")),
          word(one.path("ref").asText().replaceFirst("^refs/(heads|tags)/", "")),
          word(one.path("commit").asText().replaceFirst("^(.{8}).*", "$1")),
          one.path("decision").asText() + times(one.path("count").asLong(1)),
          why(one));
    }
    return table.text();
  }

  private static String times(long count) {
    return count == 1 ? "" : " x" + count;
  }

  private static String why(JsonNode delivery) {
    String builds =
        StreamSupport.stream(delivery.path("builds").spliterator(), false)
            .map(build -> "#" + build.path("number").asText())
            .collect(Collectors.joining(", "));
    return builds.isEmpty() ? word(delivery.path("reason").asText()) : builds;
  }

  private static String word(String text) {
    return text.isEmpty() || text.equals("null") ? "-" : text;
  }

  private static void put(Map<String, String> query, String name, @Nullable Object value) {
    if (value != null) {
      query.put(name, value.toString());
    }
  }
}
