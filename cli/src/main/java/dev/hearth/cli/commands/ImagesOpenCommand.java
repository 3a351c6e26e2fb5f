package dev.hearth.cli.commands;

import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth images open}. */
@Command(
    name = "open",
    description = "Let anybody pull from a repository, or members only.",
    mixinStandardHelpOptions = true)
public final class ImagesOpenCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(paramLabel = "REPOSITORY", description = "team/app.")
  private String repository = "";

  @Option(names = "--to", paramLabel = "WHOM", description = "anybody or members.", required = true)
  private Whom whom = Whom.members;

  /** As they are typed. */
  enum Whom {
    anybody,
    members
  }

  public ImagesOpenCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      farm.patch(ImagesCommand.path(repository), Json.object().put("public", whom == Whom.anybody));
      terminal.out().printf("%s is pulled by %s%n", repository, whom);
    }
  }
}
