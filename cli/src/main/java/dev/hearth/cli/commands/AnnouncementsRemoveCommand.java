package dev.hearth.cli.commands;

import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hearth announcements remove}. */
@Command(
    name = "remove",
    description = "Have an announcement seen no more.",
    mixinStandardHelpOptions = true)
public final class AnnouncementsRemoveCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(paramLabel = "ID", description = "Its id, as hearth announcements shows it.")
  private String id = "";

  public AnnouncementsRemoveCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      farm.delete(AnnouncementsCommand.PATH + "/" + FarmClient.part(id));
      terminal.out().printf("%s is removed%n", id);
    }
  }
}
