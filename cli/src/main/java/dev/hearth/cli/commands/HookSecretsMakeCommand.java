package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.Terminal;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth hook-secrets make}. */
@Command(
    name = "make",
    description = {
      "Give a group a hook secret; it is shown this once.",
      "The one before stays good beside it, until the next is made or it is removed."
    },
    mixinStandardHelpOptions = true)
public final class HookSecretsMakeCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(paramLabel = "GROUP", description = "team, or team/sub.")
  private String group = "";

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Holds the secret; else one is made.")
  private @Nullable Path file;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  public HookSecretsMakeCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    ObjectNode order = Json.object();
    if (file != null) {
      order.put("hookSecret", SecretInput.read(terminal, "hook secret", file));
    }
    try (FarmClient farm = connections.connect()) {
      JsonNode made = farm.post(HookSecretsCommand.path(group), order);
      if (json) {
        terminal.out().println(Json.pretty(made));
      } else {
        terminal
            .out()
            .printf(
                "id      %s%nsecret  %s%nhook    %s%n",
                made.path("id").asText(),
                made.path("hookSecret").asText(),
                made.path("hookUrl").asText());
      }
    }
  }
}
