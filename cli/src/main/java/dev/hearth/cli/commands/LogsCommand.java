package dev.hearth.cli.commands;

import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.LogFollower;
import dev.hearth.cli.client.PrintedLog;
import dev.hearth.cli.client.UnreachableException;
import dev.hearth.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth logs BUILD}. */
@Command(
    name = "logs",
    description = "Print what a build printed.",
    mixinStandardHelpOptions = true)
public final class LogsCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(paramLabel = "BUILD", description = "An id, or team/app#42.")
  private String build;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the build ends.")
  private boolean follow;

  @Option(
      names = "--attempt",
      paramLabel = "N",
      description = "Not the newest attempt, but this one.")
  private int attempt;

  public LogsCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      if (follow) {
        PrintedLog log = new PrintedLog(terminal);
        new LogFollower(farm, build, log, FollowedBuild.PATIENCE).follow();
        log.endLine();
      } else {
        print(farm);
      }
    }
  }

  private void print(FarmClient farm) {
    String path = "/api/v1/builds/" + FarmClient.part(build) + "/log";
    String query = attempt == 0 ? "" : "?attempt=" + attempt;
    try (InputStream log = farm.open(path + query, Map.of()).body()) {
      log.transferTo(terminal.out());
      terminal.out().flush();
    } catch (IOException e) {
      throw new UnreachableException(farm.url(), e);
    }
  }
}
