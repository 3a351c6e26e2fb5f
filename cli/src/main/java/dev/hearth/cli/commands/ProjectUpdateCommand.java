package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth project update}. */
@Command(
    name = "update",
    description = "Change a project; what is not given stays.",
    mixinStandardHelpOptions = true)
public final class ProjectUpdateCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(paramLabel = "team/app", description = "Its name or id.")
  private String project;

  @Option(
      names = "--name",
      paramLabel = "team/app",
      description = "Its new name; id, home and caches stay.")
  private @Nullable String name;

  @Mixin private ProjectFields fields = new ProjectFields();

  @Option(names = "--json", description = "Print the project as it is now as JSON.")
  private boolean json;

  public ProjectUpdateCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    ObjectNode change = fields.json(terminal.in());
    if (name != null) {
      change.put("name", name);
    }
    if (change.isEmpty()) {
      throw new CommandFailure("nothing was given to change; see hearth project update --help");
    }
    try (FarmClient farm = connections.connect()) {
      JsonNode changed = farm.patch("/api/v1/projects/" + FarmClient.part(project), change);
      terminal.out().print(json ? Json.pretty(changed) + "\n" : ProjectText.of(changed));
    }
  }
}
