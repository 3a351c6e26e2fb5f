package dev.hearth.cli.commands;

import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hearth images delete}. */
@Command(
    name = "delete",
    description = "Delete a tag; others of the same image stay.",
    mixinStandardHelpOptions = true)
public final class ImagesDeleteCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(paramLabel = "IMAGE", description = "team/app:tag.")
  private String image = "";

  public ImagesDeleteCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    ImageName name = ImageName.parse(image);
    try (FarmClient farm = connections.connect()) {
      farm.delete(
          ImagesCommand.path(name.repository()) + "/tags/" + FarmClient.part(name.reference()));
      terminal.out().printf("%s is deleted%n", image);
    }
  }
}
