package dev.hearth.cli.commands;

import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;

/** {@code hearth version}. */
@Command(name = "version", description = "Print the program's version.")
public final class VersionCommand implements Runnable {
  private final Terminal terminal;

  public VersionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    terminal.out().println("hearth " + Version.text());
  }
}
