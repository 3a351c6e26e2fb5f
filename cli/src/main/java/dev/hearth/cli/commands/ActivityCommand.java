package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.Table;
import dev.hearth.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth activity}. */
@Command(
    name = "activity",
    description = "Show what was done with a thing or, without a name, anywhere on the farm.",
    mixinStandardHelpOptions = true)
public final class ActivityCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "A project, like team/app; see --group and --repository.")
  private @Nullable String name;

  @Mixin private ThingOption thing = new ThingOption();

  @Option(names = "--limit", description = "How many acts at most, up to 200; default 50.")
  private int limit = 50;

  @Option(
      names = "--before",
      paramLabel = "ID",
      description = "Only what was done before this act: the page behind it.")
  private @Nullable String before;

  @Option(names = "--export", description = "Print all of it as JSON lines, the newest first.")
  private boolean export;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  public ActivityCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      String path = (name == null ? "/api/v1" : thing.path(name)) + "/activity";
      Map<String, String> query = new HashMap<>();
      if (before != null) {
        query.put("before", before);
      }
      if (export) {
        export(farm, path, before == null ? "" : "&before=" + FarmClient.part(before));
        return;
      }
      query.put("limit", Integer.toString(limit));
      JsonNode page = farm.get(path, query);
      terminal.out().print(json ? Json.pretty(page) + "\n" : table(page.path("activity")));
    }
  }

  private void export(FarmClient farm, String path, String more) {
    try (InputStream lines = farm.open(path + "?format=jsonl" + more, Map.of()).body()) {
      lines.transferTo(terminal.out());
    } catch (IOException e) {
      throw new CommandFailure(
          "tried to export all activity, but the answer broke off: " + e.getMessage(), e);
    }
  }

  private static String table(JsonNode activity) {
    Table table = Table.of("WHEN", "WHO", "FROM", "WHAT", "ON", "FACTS");
    for (JsonNode act : activity) {
      table.row(
          Words.moment(act.path("at")),
          act.path("who").asText(),
          Words.word(act.path("from").asText()),
          act.path("what").asText(),
          act.path("on").asText(),
          facts(act.path("facts")));
    }
    return table.text();
  }

  private static String facts(JsonNode facts) {
    StringBuilder text = new StringBuilder();
    facts
        .properties()
        .forEach(fact ->
            text.append(text.isEmpty() ? "" : ", ")
                .append(fact.getKey())
                .append(": ")
                .append(fact.getValue().asText()));
    return Words.word(text.toString());
  }
}
