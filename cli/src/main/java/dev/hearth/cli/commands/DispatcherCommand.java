package dev.hearth.cli.commands;

import dev.hearth.cli.terminal.Terminal;
import dev.hearth.dispatcher.main.DispatcherMain;
import picocli.CommandLine.Command;

/** {@code hearth dispatcher}. */
@Command(
    name = "dispatcher",
    description = "Run a dispatcher in the foreground, until it is told to end.",
    mixinStandardHelpOptions = true)
public final class DispatcherCommand implements Runnable {
  private final Terminal terminal;

  public DispatcherCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    Daemons.prepare(terminal);
    try {
      DispatcherMain.run(terminal.environment());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      throw Daemons.refused(e);
    }
  }
}
