package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.client.TestResultsView;
import dev.hearth.cli.terminal.Terminal;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth tests BUILD}. */
@Command(
    name = "tests",
    description = "Print what a build's tests said, by the JUnit XML that its compile left.",
    mixinStandardHelpOptions = true)
public final class TestsCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(paramLabel = "BUILD", description = "An id, or team/app#42.")
  private String build;

  @Option(
      names = "--attempt",
      paramLabel = "N",
      description = "Not the newest attempt, but this one.")
  private int attempt;

  @Option(names = "--json", description = "Print them as JSON, suites and slowest tests besides.")
  private boolean json;

  public TestsCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      JsonNode results =
          farm.get(
              "/api/v1/builds/" + FarmClient.part(build) + "/tests",
              attempt == 0 ? Map.of() : Map.of("attempt", Integer.toString(attempt)));
      terminal
          .out()
          .print(
              json
                  ? Json.pretty(results) + "\n"
                  : Json.read(results, TestResultsView.class).text());
    }
  }
}
