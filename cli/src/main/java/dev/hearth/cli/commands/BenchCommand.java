package dev.hearth.cli.commands;

import dev.hearth.cli.bench.Benches;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hearth bench NAME}. */
@Command(
    name = "bench",
    description = "Measure a farm that is started for it; prints JSON lines.",
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Runnable {
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "dispatch, pipeline or start.")
  private String name;

  public BenchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    new Benches(terminal).run(name);
  }
}
