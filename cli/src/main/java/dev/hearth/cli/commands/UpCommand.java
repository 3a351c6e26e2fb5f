package dev.hearth.cli.commands;

import dev.hearth.cli.farm.Farm;
import dev.hearth.cli.farm.Interruption;
import dev.hearth.cli.terminal.Terminal;
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
    terminal.out().print(FarmAddresses.of(farm));
  }
}
