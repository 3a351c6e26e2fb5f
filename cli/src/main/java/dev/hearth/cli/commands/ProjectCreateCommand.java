package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth project create}. */
@Command(name = "create", description = "Create a project.", mixinStandardHelpOptions = true)
public final class ProjectCreateCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(
      paramLabel = "team/app",
      arity = "0..1",
      description = "Its name; not needed where the file has it.")
  private @Nullable String name;

  @Mixin private ProjectFields fields = new ProjectFields();

  @Option(names = "--json", description = "Print the project as JSON, its hook's secret with it.")
  private boolean json;

  public ProjectCreateCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    ObjectNode project = fields.json(terminal.in());
    if (name != null) {
      project.put("name", name);
    }
    try (FarmClient farm = connections.connect()) {
      JsonNode created = farm.post("/api/v1/projects", project);
      terminal.out().print(json ? Json.pretty(created) + "\n" : text(created));
    }
  }

  static String text(JsonNode created) {
    return """
    created %s
      hook URL     %s
      hook secret  %s  (shown this once)
    """
            .formatted(
                created.path("name").asText(),
                created.path("hookUrl").asText(),
                created.path("hookSecret").asText())
        + ProjectText.hostKeys(created);
  }
}
