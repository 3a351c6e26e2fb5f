package dev.hearth.cli.commands;

import dev.hearth.cli.terminal.Terminal;
import dev.hearth.dispatcher.main.DispatcherMain;
import java.util.Map;
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
    Map<String, String> environment = Daemons.prepare(terminal);
    try {
      DispatcherMain.run(environment);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      throw Daemons.refused(e);
    }
  }
}
