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
import java.time.Duration;
import java.util.List;

/** Runs a bench on a farm of its own, beside whatever else is on the machine. */
public final class Benches {
  public static final List<String> NAMES =
      List.of("dispatch", "hooks", "pages", "pipeline", "queue", "start", "tokens", "viewers");

  private final Terminal terminal;
  private final Load load;

  /**
   * How much a bench gives its farm to do.
   *
   * @param hooksPerSecond from 1 to 1,000, for {@code hooks}
   * @param time of it, and of {@code tokens}; ten minutes at most
   * @param builds that wait, from 100 to 50,000, for {@code queue}; in the history, for {@code
   *     pages}
   * @param viewers of one log, from 1 to 5,000, for {@code viewers}
   */
  public record Load(int hooksPerSecond, Duration time, int builds, int viewers) {
    public Load {
      if (hooksPerSecond < 1
          || hooksPerSecond > 1000
          || time.compareTo(Duration.ofSeconds(1)) < 0
          || time.compareTo(Duration.ofMinutes(10)) > 0
          || builds < 100
          || builds > 50_000
          || viewers < 1
          || viewers > 5000) {
        throw new CommandFailure(
            "a bench's rate is from 1 to 1000, its seconds from 1 to 600, its builds from 100 to"
                + " 50000, its viewers from 1 to 5000");
      }
    }
  }

  public Benches(Terminal terminal, Load load) {
    this.terminal = terminal;
    this.load = load;
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
      case "pages" -> new PagesBench(farm, load.builds());
      case "pipeline" -> new PipelineBench(farm, terminal);
      case "hooks" -> new HooksBench(farm, load.hooksPerSecond(), load.time());
      case "queue" -> new QueueBench(farm, load.builds());
      case "start" -> new StartBench(farm);
      case "tokens" -> new TokensBench(farm, load.time());
      case "viewers" -> new ViewersBench(farm, load.viewers());
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
