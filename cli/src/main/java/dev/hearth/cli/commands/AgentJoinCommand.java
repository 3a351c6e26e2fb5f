package dev.hearth.cli.commands;

import dev.hearth.agent.AgentConfig;
import dev.hearth.agent.joining.AgentFile;
import dev.hearth.agent.joining.EngineTrust;
import dev.hearth.agent.joining.FarmDoor;
import dev.hearth.agent.joining.JoinFailedException;
import dev.hearth.agent.joining.Welcome;
import dev.hearth.agent.registration.RegistrationRefusedException;
import dev.hearth.agent.registration.StateDirectory;
import dev.hearth.cli.client.OwnFile;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.Terminal;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.trust.JoinToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth agent join}. */
@Command(
    name = "join",
    description = "Make this host an agent of a farm.",
    mixinStandardHelpOptions = true)
public final class AgentJoinCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "URL", description = "The dispatcher, as hearth agents token shows it.")
  private String url = "";

  @Option(
      names = "--token",
      required = true,
      description = "The token; - reads it from the standard input.")
  private String token = "";

  @Option(names = "--name", description = "The agent's name; this host's by default.")
  private @Nullable String name;

  @Option(
      names = "--home",
      description = "Where the agent keeps its things; see HEARTH_AGENT_HOME.")
  private @Nullable Path home;

  @Option(names = "--start", description = "Run the agent afterwards, in the foreground.")
  private boolean start;

  public AgentJoinCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Map<String, String> environment = AgentCommand.environment(terminal, home);
    if (name != null) {
      environment.put("HEARTH_AGENT_NAME", name);
    }
    Path own = AgentConfig.homeOf(environment);
    Welcome welcome = join(AgentConfig.nameOf(environment), own);
    trustRegistry(welcome, own);
    terminal
        .out()
        .printf(
            "%s is an agent of the farm %s; its settings are in %s%n",
            welcome.agent(), welcome.farm(), own.resolve("agent.env"));
    if (start) {
      return AgentCommand.run(terminal, own);
    }
    terminal.out().printf("Run it:%n%n    hearth agent --home %s%n", own);
    return 0;
  }

  private Welcome join(AgentId agent, Path own) {
    ownFolder(own);
    // Held meanwhile: a running agent of this home must not lose its keys.
    try (StateDirectory state = StateDirectory.open(own.resolve("state"))) {
      Welcome welcome = FarmDoor.join(uri(), token(), agent, state.identity());
      AgentFile.write(own, welcome);
      return welcome;
    } catch (RegistrationRefusedException | JoinFailedException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new CommandFailure(
          "has joined, but could not keep its keys in %s (%s); make room and join again with a new token"
              .formatted(own, e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("was interrupted while joining", e);
    }
  }

  private static void ownFolder(Path own) {
    try {
      OwnFile.folder(own);
    } catch (IOException e) {
      throw CommandFailure.io("make " + own, e, "name another --home");
    }
  }

  private void trustRegistry(Welcome welcome, Path own) {
    if (welcome.authorities().isEmpty()) {
      return;
    }
    Path folder = Path.of(terminal.setting("HEARTH_ENGINE_CERTS", EngineTrust.STANDARD.toString()));
    EngineTrust engine = new EngineTrust(folder);
    try {
      engine.add(welcome.registry(), welcome.authorities());
    } catch (IOException e) {
      terminal.say(
          "could not write %s (%s): copy %s there, so that the Docker engine knows the farm's registry"
              .formatted(engine.file(welcome.registry()), e, own.resolve("ca.pem")));
    }
  }

  private URI uri() {
    return Connections.given(url, "").url();
  }

  private String firstLine() {
    try {
      String line =
          new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8))
              .readLine();
      return line == null ? "" : line.strip();
    } catch (IOException e) {
      throw CommandFailure.io("read the token", e);
    }
  }

  private JoinToken token() {
    try {
      return JoinToken.parse(token.equals("-") ? firstLine() : token);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure("--token: " + e.getMessage(), e);
    }
  }
}
