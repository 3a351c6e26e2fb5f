package dev.hearth.cli.commands;

import dev.hearth.cli.bench.Benches;
import dev.hearth.cli.terminal.Terminal;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth bench NAME}. */
@Command(
    name = "bench",
    description = "Measure a farm that is started for it; prints JSON lines.",
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Runnable {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "NAME",
      description = "dispatch, hooks, pages, pipeline, queue, start, tokens or viewers.")
  private String name;

  @Option(names = "--rate", paramLabel = "N", description = "Hooks a second, for hooks.")
  private int rate = 200;

  @Option(names = "--seconds", paramLabel = "N", description = "How long, for hooks and tokens.")
  private int seconds = 60;

  @Option(
      names = "--builds",
      paramLabel = "N",
      description = "How many wait, for queue; in the history, for pages.")
  private int builds = 10_000;

  @Option(names = "--viewers", paramLabel = "N", description = "Who follow one log, for viewers.")
  private int viewers = 1000;

  public BenchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    new Benches(terminal, new Benches.Load(rate, Duration.ofSeconds(seconds), builds, viewers))
        .run(name);
  }
}
