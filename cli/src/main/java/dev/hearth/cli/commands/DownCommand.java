package dev.hearth.cli.commands;

import dev.hearth.cli.farm.Farm;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hearth down}. */
@Command(
    name = "down",
    description = "Stop the farm on this machine; its data stays.",
    mixinStandardHelpOptions = true)
public final class DownCommand implements Runnable {
  private final Terminal terminal;

  @Option(
      names = "--volumes",
      description = "Delete its data too: volumes, projects, builds, caches.")
  private boolean volumes;

  public DownCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    boolean ran = Farm.of(terminal).down(volumes);
    terminal.out().println(ran ? "the farm is down" : "the farm was down already");
  }
}
