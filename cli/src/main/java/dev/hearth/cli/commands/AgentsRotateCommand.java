package dev.hearth.cli.commands;

import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.Terminal;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hearth agents rotate}. */
@Command(
    name = "rotate",
    description = "Have an agent take new keys; its builds go on.",
    mixinStandardHelpOptions = true)
public final class AgentsRotateCommand implements Runnable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Connections connections;
  private final Terminal terminal;

  @Parameters(paramLabel = "AGENT", description = "The agent's name.")
  private String agent = "";

  public AgentsRotateCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    String path = "/api/v1/agents/" + FarmClient.part(agent) + "/key/rotation";
    try (FarmClient farm = connections.connect()) {
      farm.post(path, Json.object());
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (farm.get(path).path("waiting").asBoolean()) {
        if (System.nanoTime() > end) {
          throw new CommandFailure(
              "%s was asked to take new keys and has not done so for %d s; it will when it is up again"
                  .formatted(agent, PATIENCE.toSeconds()));
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("was interrupted while waiting for " + agent, e);
    }
    terminal.out().printf("%s has new keys%n", agent);
  }
}
