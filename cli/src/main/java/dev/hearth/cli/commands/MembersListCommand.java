package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.Table;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth members list}. */
@Command(
    name = "list",
    description = "List the members, inherited ones after its own.",
    mixinStandardHelpOptions = true)
public final class MembersListCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "A project, like team/app; see --group and --repository.")
  private String name = "";

  @Mixin private ThingOption thing = new ThingOption();

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  public MembersListCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      JsonNode answer = farm.get(thing.path(name) + "/members");
      terminal.out().print(json ? Json.pretty(answer) + "\n" : table(answer.path("members")));
    }
  }

  private static String table(JsonNode members) {
    Table table = Table.of("NAME", "ROLE", "SINCE", "FROM", "FULL NAME");
    for (JsonNode member : members) {
      table.row(
          member.path("name").asText(),
          member.path("role").asText(),
          Words.moment(member.path("since")),
          Words.word(member.path("inheritedFrom").asText("")),
          Words.word(member.path("fullName").asText("")));
    }
    return table.text();
  }
}
