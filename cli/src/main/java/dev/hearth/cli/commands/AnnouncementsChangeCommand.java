package dev.hearth.cli.commands;

import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth announcements change}. */
@Command(
    name = "change",
    description = "Change an announcement; what is not given stays.",
    mixinStandardHelpOptions = true)
public final class AnnouncementsChangeCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(paramLabel = "ID", description = "Its id, as hearth announcements shows it.")
  private String id = "";

  @Option(names = "--text", description = "Plain, 500 characters at most.")
  private @Nullable String text;

  @Mixin private NoticeOptions options = new NoticeOptions();

  public AnnouncementsChangeCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      farm.patch(AnnouncementsCommand.PATH + "/" + FarmClient.part(id), options.order(text));
      terminal.out().printf("%s is changed%n", id);
    }
  }
}
