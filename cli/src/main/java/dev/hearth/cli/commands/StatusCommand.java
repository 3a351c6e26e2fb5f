package dev.hearth.cli.commands;

import dev.hearth.cli.farm.Farm;
import dev.hearth.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code hearth status}: exit status 0 if all of the farm works. */
@Command(
    name = "status",
    description = "Show the parts of the farm on this machine.",
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
  private final Terminal terminal;

  public StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Farm farm = Farm.of(terminal);
    terminal.out().print(farm.status());
    return farm.isReady() ? 0 : 1;
  }
}
