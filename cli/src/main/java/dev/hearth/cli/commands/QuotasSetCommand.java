package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hearth quotas set}. */
@Command(
    name = "set",
    description = "Set the quota of a group or user, instead of the one there is.",
    mixinStandardHelpOptions = true)
public final class QuotasSetCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Mixin private HolderOption holder = new HolderOption();

  @Option(
      names = "--running",
      paramLabel = "N",
      description = "How many builds run at once; 0: none; any number without.")
  private @Nullable Integer running;

  @Option(
      names = "--waiting",
      paramLabel = "N",
      description = "How many wait before one that is asked for by hand is refused; likewise.")
  private @Nullable Integer waiting;

  public QuotasSetCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      ObjectNode order = Json.object();
      order.put("running", running);
      order.put("waiting", waiting);
      farm.put(holder.path(), order);
      terminal.out().printf("the quota of %s is set%n", holder.title());
    }
  }
}
