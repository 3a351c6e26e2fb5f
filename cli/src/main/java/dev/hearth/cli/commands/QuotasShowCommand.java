package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth quotas show}. */
@Command(
    name = "show",
    description = "Show a group's quota, or one's own, and how much of it is used.",
    mixinStandardHelpOptions = true)
public final class QuotasShowCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(arity = "0..1", paramLabel = "GROUP", description = "Like team; one's own without.")
  private String group = "";

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  public QuotasShowCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      JsonNode quota =
          farm.get(
              group.isEmpty()
                  ? "/api/v1/me/quota"
                  : "/api/v1/groups/" + FarmClient.part(group) + "/quota");
      terminal.out().print(json ? Json.pretty(quota) + "\n" : QuotasCommand.one(quota));
    }
  }
}
