package dev.hearth.cli.bench;

import dev.hearth.cli.farm.Farm;
import dev.hearth.cli.farm.FarmPorts;
import dev.hearth.cli.farm.FarmSettings;
import dev.hearth.cli.farm.FarmShape;
import dev.hearth.cli.farm.Interruption;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** Runs a bench on a farm of its own, beside whatever else is on the machine. */
public final class Benches {
  public static final List<String> NAMES = List.of("dispatch", "pipeline", "start");

  private final Terminal terminal;

  public Benches(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Prints the figures, one a line.
   *
   * @param name one of {@link #NAMES}
   */
  public void run(String name) {
    Farm farm = new Farm(settings(), terminal);
    try (Interruption _ = Interruption.ofThisThread()) {
      try {
        bench(name, farm).run(figure -> terminal.out().println(figure.json()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandFailure("was interrupted while measuring", e);
      } finally {
        Thread.interrupted(); // what interrupted the bench must not interrupt this
        farm.down(true);
      }
    }
  }

  private Bench bench(String name, Farm farm) {
    return switch (name) {
      case "dispatch" -> new DispatchBench(farm);
      case "pipeline" -> new PipelineBench(farm, terminal);
      case "start" -> new StartBench(farm);
      default ->
          throw new CommandFailure(
              "there is no bench %s; there are %s".formatted(name, String.join(", ", NAMES)));
    };
  }

  private FarmSettings settings() {
    FarmSettings usual = FarmSettings.of(terminal);
    try {
      return new FarmSettings(
          usual.name() + "-bench-" + ProcessHandle.current().pid(),
          Files.createTempDirectory("hearth-bench"),
          new FarmShape(1, 1, 2, false),
          FarmPorts.free(1, 1),
          usual.images());
    } catch (IOException e) {
      throw new CommandFailure("tried to make a folder for the bench's farm, but could not", e);
    }
  }
}
