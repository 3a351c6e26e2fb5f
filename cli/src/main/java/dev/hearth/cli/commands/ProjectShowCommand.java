package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth project show}. */
@Command(name = "show", description = "Show a project.", mixinStandardHelpOptions = true)
public final class ProjectShowCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(paramLabel = "team/app", description = "Its name or id.")
  private String project;

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean json;

  public ProjectShowCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      JsonNode found = farm.get("/api/v1/projects/" + FarmClient.part(project));
      terminal.out().print(json ? Json.pretty(found) + "\n" : ProjectText.of(found));
    }
  }
}
