package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cli.client.BuildView;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth cancel BUILD}. */
@Command(name = "cancel", description = "Stop a build.", mixinStandardHelpOptions = true)
public final class CancelCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(paramLabel = "BUILD", description = "An id, or team/app#42.")
  private String build;

  @Option(names = "--why", description = "Shown to whoever looks at the build.")
  private @Nullable String why;

  @Option(names = "--json", description = "Print the build as JSON.")
  private boolean json;

  public CancelCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    ObjectNode order = Json.object();
    if (why != null) {
      order.put("why", why);
    }
    try (FarmClient farm = connections.connect()) {
      JsonNode answer = farm.post("/api/v1/builds/" + FarmClient.part(build) + "/cancel", order);
      if (json) {
        terminal.out().println(Json.pretty(answer));
        return;
      }
      BuildView stopped = Json.read(answer, BuildView.class);
      terminal
          .out()
          .println(
              stopped.ended()
                  ? stopped.title() + " " + stopped.sentence()
                  : stopped.title() + " is told to stop");
    }
  }
}
