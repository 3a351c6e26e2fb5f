package dev.hearth.cli.commands;

import dev.hearth.cli.demo.Demo;
import dev.hearth.cli.farm.Farm;
import dev.hearth.cli.farm.Interruption;
import dev.hearth.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hearth demo}: exit status 0 only if all that it shows held. */
@Command(
    name = "demo",
    description = "Start a farm and show it building a sample, cold and warm.",
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--once", description = "Take all of it down again, whatever happens.")
  private boolean once;

  public DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Farm farm = Farm.of(terminal);
    boolean isNew = farm.isNew();
    boolean ranBefore = farm.isAnyPartRunning();
    boolean stays = false;
    try (Interruption _ = Interruption.ofThisThread()) {
      try {
        boolean held = new Demo(farm, terminal).run();
        stays = !once;
        if (stays) {
          terminal.out().println();
          terminal.out().println("the farm stays up:");
          terminal.out().print(FarmAddresses.of(farm));
        }
        return held ? 0 : 1;
      } finally {
        if (!stays && (once || !ranBefore)) {
          Thread.interrupted(); // what interrupted the demonstration must not interrupt this
          farm.down(once && isNew);
        }
      }
    }
  }
}
