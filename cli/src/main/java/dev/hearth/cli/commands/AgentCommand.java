package dev.hearth.cli.commands;

import dev.hearth.agent.AgentConfig;
import dev.hearth.agent.AgentMain;
import dev.hearth.cli.terminal.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code hearth agent}: exit status 3 if the farm has another agent of that name. */
@Command(
    name = "agent",
    description = "Run an agent in the foreground, until it is told to end.",
    mixinStandardHelpOptions = true)
public final class AgentCommand implements Callable<Integer> {
  private final Terminal terminal;

  public AgentCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Map<String, String> environment = Daemons.prepare(terminal);
    try {
      return AgentMain.run(AgentConfig.read(environment));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } catch (RuntimeException e) {
      throw Daemons.refused(e);
    }
  }
}
