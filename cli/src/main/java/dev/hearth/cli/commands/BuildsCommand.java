package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.BuildView;
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

/** {@code hearth builds}. */
@Command(
    name = "builds",
    description = "List builds, newest first.",
    mixinStandardHelpOptions = true)
public final class BuildsCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Option(names = "--project", description = "Only this project's, by name or id.")
  private @Nullable String project;

  @Option(
      names = "--state",
      paramLabel = "STATE[,STATE]",
      description =
          "Only those in these states: queued, assigned, running, pushed, succeeded, failed, cancelled, superseded, timed_out, lost.")
  private @Nullable String state;

  @Option(names = "--ref", description = "Only those of this branch or tag.")
  private @Nullable String ref;

  @Option(names = "--commit", description = "Only those of this commit; its first digits will do.")
  private @Nullable String commit;

  @Option(names = "--agent", description = "Only those whose newest attempt is this agent's.")
  private @Nullable String agent;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many at most, up to 200; default 50.")
  private @Nullable Integer limit;

  @Option(
      names = "--before",
      paramLabel = "ID",
      description = "Only those accepted before this build: the page behind it.")
  private @Nullable String before;

  @Option(names = "--json", description = "Print the page as JSON; its next is --before's value.")
  private boolean json;

  public BuildsCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      JsonNode page = farm.get("/api/v1/builds", query());
      terminal.out().print(json ? Json.pretty(page) + "\n" : table(page.path("builds")));
    }
  }

  static String table(JsonNode builds) {
    Table table =
        Table.of("BUILD", "STATE", "REF", "COMMIT", "HOST", "SECONDS", "ACCEPTED").withFigures(5);
    for (JsonNode one : builds) {
      BuildView build = Json.read(one, BuildView.class);
      table.row(
          build.title(),
          build.state(),
          build.ref().isEmpty() ? "-" : build.refName(),
          build.commit().substring(0, Math.min(8, build.commit().length())),
          build.agent().isEmpty() ? "-" : build.agent(),
          String.format(Locale.ROOT, "%.1f", build.seconds()),
          build.acceptedAt().replaceFirst("\\.[0-9]+", ""));
    }
    return table.text();
  }

  private Map<String, String> query() {
    Map<String, String> query = new HashMap<>();
    put(query, "project", project);
    put(query, "state", state);
    put(query, "ref", ref);
    put(query, "commit", commit);
    put(query, "agent", agent);
    put(query, "before", before);
    put(query, "limit", limit);
    return query;
  }

  private static void put(Map<String, String> query, String name, @Nullable Object value) {
    if (value != null) {
      query.put(name, value.toString());
    }
  }
}
