package dev.hearth.cli.commands;

import dev.hearth.cli.farm.Farm;
import dev.hearth.cli.farm.Interruption;
import dev.hearth.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hearth restart}. */
@Command(
    name = "restart",
    description =
        "Start dispatchers and agents of the farm on this machine again, one after another, with this program and these settings; what is built goes on.",
    mixinStandardHelpOptions = true)
public final class RestartCommand implements Runnable {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "PART",
      description = "Which, as hearth status names them; all if none is named.")
  private List<String> parts = new ArrayList<>();

  public RestartCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    try (Interruption _ = Interruption.ofThisThread()) {
      Farm.of(terminal).renew(parts);
    }
    terminal.out().println("done");
  }
}
