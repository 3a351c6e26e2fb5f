package dev.hearth.cli.commands;

import dev.hearth.cli.client.BuildView;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.client.LogFollower;
import dev.hearth.cli.client.PrintedLog;
import dev.hearth.cli.terminal.Terminal;
import java.time.Duration;

/** A build that is followed to its end on the terminal. */
record FollowedBuild(FarmClient farm, Terminal terminal) {
  /** How long a farm may be away before a command that waits for it gives up. */
  static final Duration PATIENCE = Duration.ofMinutes(30);

  /** Prints the log as it comes, and at last the line that says how it went. */
  int printing(String build) {
    PrintedLog log = new PrintedLog(terminal);
    BuildView ended = new LogFollower(farm, build, log, PATIENCE).follow();
    log.endLine();
    terminal.out().println(ended.lastLine());
    return ended.succeeded() ? 0 : 1;
  }

  /** Prints the build as it ended, as JSON. */
  int quietly(String build) {
    BuildView ended = new LogFollower(farm, build, new Quiet(terminal), PATIENCE).follow();
    terminal.out().println(Json.pretty(farm.get("/api/v1/builds/" + FarmClient.part(ended.id()))));
    return ended.succeeded() ? 0 : 1;
  }
}
