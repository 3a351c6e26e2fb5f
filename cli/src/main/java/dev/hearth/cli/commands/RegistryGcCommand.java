package dev.hearth.cli.commands;

import dev.hearth.cli.farm.Farm;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;

/** {@code hearth registry gc}. */
@Command(
    name = "gc",
    description =
        "Give back what no image needs any more. Meanwhile nothing can be pushed; builds wait.",
    mixinStandardHelpOptions = true)
public final class RegistryGcCommand implements Runnable {
  private final Terminal terminal;

  public RegistryGcCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    long freed = Farm.of(terminal).collectRegistryGarbage();
    terminal.out().printf("%.1f MB were given back%n", freed / 1e6);
  }
}
