package dev.hearth.cli.commands;

import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hearth quotas remove}. */
@Command(
    name = "remove",
    description = "Take the quota of a group or user away.",
    mixinStandardHelpOptions = true)
public final class QuotasRemoveCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Mixin private HolderOption holder = new HolderOption();

  public QuotasRemoveCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      farm.delete(holder.path());
      terminal.out().printf("%s has no quota any more%n", holder.title());
    }
  }
}
