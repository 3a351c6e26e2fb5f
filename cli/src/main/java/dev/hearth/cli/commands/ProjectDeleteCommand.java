package dev.hearth.cli.commands;

import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hearth project delete}. */
@Command(
    name = "delete",
    description = "Delete a project; its finished builds and its images stay.",
    mixinStandardHelpOptions = true)
public final class ProjectDeleteCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(paramLabel = "team/app", description = "Its name or id.")
  private String project;

  public ProjectDeleteCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      farm.delete("/api/v1/projects/" + FarmClient.part(project));
      terminal.out().println("deleted " + project);
    }
  }
}
