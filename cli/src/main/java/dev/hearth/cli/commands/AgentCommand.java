package dev.hearth.cli.commands;

import dev.hearth.agent.AgentConfig;
import dev.hearth.agent.AgentMain;
import dev.hearth.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hearth agent}: exit status 3 if the farm has another agent of that name. */
@Command(
    name = "agent",
    description = "Run an agent in the foreground, until it is told to end.",
    synopsisSubcommandLabel = "[COMMAND]",
    mixinStandardHelpOptions = true)
public final class AgentCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--home",
      description = "Where the agent keeps its things; see HEARTH_AGENT_HOME.")
  private @Nullable Path home;

  public AgentCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return run(terminal, home);
  }

  /** The environment, with the home that was named. */
  static Map<String, String> environment(Terminal terminal, @Nullable Path home) {
    Map<String, String> environment = new HashMap<>(terminal.environment());
    if (home != null) {
      environment.put("HEARTH_AGENT_HOME", home.toAbsolutePath().toString());
    }
    return environment;
  }

  static Integer run(Terminal terminal, @Nullable Path home) {
    Daemons.prepare(terminal);
    try {
      return AgentMain.run(AgentConfig.read(environment(terminal, home)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } catch (RuntimeException e) {
      throw Daemons.refused(e);
    }
  }
}
