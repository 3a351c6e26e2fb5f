package dev.hearth.cli.commands;

import dev.hearth.agent.AgentConfig;
import dev.hearth.agent.http.DispatcherHttp;
import dev.hearth.agent.keys.KeyExchange;
import dev.hearth.agent.registration.RegistrationRefusedException;
import dev.hearth.agent.registration.StateDirectory;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hearth agent rotate}. */
@Command(
    name = "rotate",
    description = "Take new keys for this host's agent, whether it runs or not.",
    mixinStandardHelpOptions = true)
public final class AgentRotateCommand implements Runnable {
  private final Terminal terminal;

  @Option(
      names = "--home",
      description = "Where the agent keeps its things; see HEARTH_AGENT_HOME.")
  private @Nullable Path home;

  public AgentRotateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    try {
      AgentConfig config = AgentConfig.read(AgentCommand.environment(terminal, home));
      try (var http =
          new DispatcherHttp(config.dispatchers(), config.dispatcherTrust(), config.key())) {
        rotate(config, new KeyExchange(http, config.keyFiles()));
      }
    } catch (IOException e) {
      throw new CommandFailure("tried to take new keys, but " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("was interrupted while taking new keys", e);
    }
  }

  /** Whoever holds the state directory is the one who may change the files. */
  private void rotate(AgentConfig config, KeyExchange exchange)
      throws IOException, InterruptedException {
    try (StateDirectory _ = StateDirectory.open(config.home().resolve("state"))) {
      exchange.renew();
      exchange.standing(); // shows the new key, which ends the old one
      terminal.out().printf("%s has new keys%n", config.name());
    } catch (RegistrationRefusedException e) {
      exchange.askForRenewal();
      terminal
          .out()
          .printf("%s runs, and takes new keys within 10 s; its builds go on%n", config.name());
    }
  }
}
