package dev.hearth.cli.commands;

import dev.hearth.cli.farm.Farm;
import dev.hearth.cli.farm.Interruption;
import dev.hearth.cli.terminal.Terminal;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code hearth up}. */
@Command(
    name = "up",
    description = "Start a farm on this machine.",
    mixinStandardHelpOptions = true)
public final class UpCommand implements Runnable {
  private final Terminal terminal;

  public UpCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    Farm farm = Farm.of(terminal);
    boolean ranBefore = farm.isAnyPartRunning();
    boolean up = false;
    boolean started;
    try (Interruption _ = Interruption.ofThisThread()) {
      try {
        started = farm.up();
        up = true;
      } finally {
        if (!up && !ranBefore) {
          Thread.interrupted(); // what interrupted the start must not interrupt this
          farm.down(false);
        }
      }
    }
    terminal.out().println(started ? "the farm is up" : "the farm is up already");
    List<String> outdated = farm.outdated();
    if (!outdated.isEmpty()) {
      terminal
          .out()
          .printf(
              "%s: still another version of the program; hearth restart starts them again, and what is built goes on%n",
              String.join(", ", outdated));
    }
    terminal.out().print(FarmAddresses.of(farm));
  }
}
