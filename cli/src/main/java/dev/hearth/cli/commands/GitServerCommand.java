package dev.hearth.cli.commands;

import dev.hearth.cli.farm.FarmFiles;
import dev.hearth.cli.farm.FarmSettings;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.Terminal;
import dev.hearth.git.GitServer;
import dev.hearth.git.GitServerConfig;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** The demonstration's Git server, as a process of its own. */
@Command(
    name = "git-server",
    hidden = true,
    description = "Serve the demonstration's repositories.")
public final class GitServerCommand implements Runnable {
  private final Terminal terminal;

  public GitServerCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    FarmSettings farm = FarmSettings.of(terminal);
    GitServerConfig config =
        GitServerConfig.of(new FarmFiles(farm.home()).repositories()).onPort(farm.ports().git());
    try (GitServer _ = GitServer.start(config, _ -> {})) {
      new CountDownLatch(1).await();
    } catch (IOException e) {
      throw new CommandFailure(
          "tried to serve Git on port %d, but: %s; set HEARTH_GIT_PORT"
              .formatted(farm.ports().git(), e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
