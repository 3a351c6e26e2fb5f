package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hearth announcements add}. */
@Command(
    name = "add",
    description = "Announce something on every page of the console.",
    mixinStandardHelpOptions = true)
public final class AnnouncementsAddCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(paramLabel = "TEXT", description = "Plain, 500 characters at most.")
  private String text = "";

  @Mixin private NoticeOptions options = new NoticeOptions();

  public AnnouncementsAddCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      JsonNode made = farm.post(AnnouncementsCommand.PATH, options.order(text));
      terminal.out().printf("%s is announced%n", made.path("id").asText());
    }
  }
}
