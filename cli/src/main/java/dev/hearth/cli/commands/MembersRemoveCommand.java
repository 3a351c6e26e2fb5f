package dev.hearth.cli.commands;

import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hearth members remove}. */
@Command(
    name = "remove",
    description = "Take somebody's role away.",
    mixinStandardHelpOptions = true)
public final class MembersRemoveCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "A project, like team/app; see --group and --repository.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "PERSON", description = "Their name.")
  private String person = "";

  @Mixin private ThingOption thing = new ThingOption();

  public MembersRemoveCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      farm.delete(thing.path(name) + "/members/" + FarmClient.part(person));
      terminal.out().printf("%s has no role of their own on %s any more%n", person, name);
    }
  }
}
