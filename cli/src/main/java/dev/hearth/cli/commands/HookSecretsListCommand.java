package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.Table;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth hook-secrets list}. */
@Command(
    name = "list",
    description = "List a group's hook secrets, the newest first, without the secrets themselves.",
    mixinStandardHelpOptions = true)
public final class HookSecretsListCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(paramLabel = "GROUP", description = "team, or team/sub.")
  private String group = "";

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  public HookSecretsListCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      JsonNode answer = farm.get(HookSecretsCommand.path(group));
      terminal.out().print(json ? Json.pretty(answer) + "\n" : table(answer.path("hookSecrets")));
    }
  }

  private static String table(JsonNode secrets) {
    Table table = Table.of("ID", "MADE BY", "SINCE");
    for (JsonNode secret : secrets) {
      table.row(
          secret.path("id").asText(),
          secret.path("madeBy").asText(),
          Words.moment(secret.path("createdAt")));
    }
    return table.text();
  }
}
