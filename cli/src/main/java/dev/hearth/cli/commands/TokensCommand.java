package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.Table;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hearth tokens}. */
@Command(
    name = "tokens",
    description = "List my access tokens, the newest first.",
    synopsisSubcommandLabel = "[COMMAND]",
    mixinStandardHelpOptions = true)
public final class TokensCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  public TokensCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      JsonNode answer = farm.get("/api/v1/me/tokens");
      terminal.out().print(json ? Json.pretty(answer) + "\n" : table(answer.path("tokens")));
    }
  }

  static String table(JsonNode tokens) {
    Table table = Table.of("ID", "NAME", "SCOPES", "ENDS", "USED");
    for (JsonNode token : tokens) {
      table.row(
          token.path("id").asText(),
          token.path("name").asText(),
          Words.list(token.path("scopes")),
          Words.moment(token.path("expiresAt")),
          Words.moment(token.path("usedAt")));
    }
    return table.text();
  }
}
