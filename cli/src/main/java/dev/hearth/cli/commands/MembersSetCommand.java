package dev.hearth.cli.commands;

import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth members add|change}. */
@Command(
    name = "add",
    aliases = "change",
    description = "Give somebody a role, instead of the one they have.",
    mixinStandardHelpOptions = true)
public final class MembersSetCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "A project, like team/app; see --group and --repository.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "PERSON", description = "Their name.")
  private String person = "";

  @Option(
      names = "--role",
      required = true,
      description = "guest, reporter, developer, master or owner.")
  private String role = "";

  @Mixin private ThingOption thing = new ThingOption();

  public MembersSetCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      farm.put(
          thing.path(name) + "/members/" + FarmClient.part(person),
          Json.object().put("role", role));
      terminal.out().printf("%s is %s of %s%n", person, role, name);
    }
  }
}
