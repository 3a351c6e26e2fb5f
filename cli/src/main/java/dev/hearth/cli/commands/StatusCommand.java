package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.FarmAccess;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.farm.Farm;
import dev.hearth.cli.farm.LocalFarm;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code hearth status}: exit status 0 if all of the farm works. */
@Command(
    name = "status",
    description = "Show the parts of the farm on this machine, and what is announced there.",
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Connections connections;

  public StatusCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public Integer call() {
    Farm farm = Farm.of(terminal);
    terminal.out().print(farm.status());
    boolean ready = farm.isReady();
    if (ready) {
      LocalFarm.of(terminal).access().ifPresent(this::announcements);
    }
    return ready ? 0 : 1;
  }

  /** Beside what was asked for: a farm that tells nothing is shown all the same. */
  private void announcements(FarmAccess access) {
    try (FarmClient farm = connections.client(access)) {
      for (JsonNode one : farm.get(AnnouncementsCommand.PATH).path("announcements")) {
        if (one.path("seen").asBoolean()) {
          terminal
              .out()
              .printf(
                  "announced (%s): %s%n", one.path("severity").asText(), one.path("text").asText());
        }
      }
    } catch (CommandFailure e) {
      terminal.say("what is announced can't be shown: " + e.sentence());
    }
  }
}
