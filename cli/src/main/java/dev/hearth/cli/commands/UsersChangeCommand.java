package dev.hearth.cli.commands;

import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hearth users block}, {@code unblock}, {@code operator}, {@code no-operator}. */
@Command(mixinStandardHelpOptions = true)
public final class UsersChangeCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;
  private final String field;
  private final boolean value;
  private final String outcome;

  @Parameters(paramLabel = "NAME", description = "The person's name.")
  private String name = "";

  /**
   * @param field the person's, in the API
   * @param outcome what is said then of the person
   */
  public UsersChangeCommand(Connections connections, String field, boolean value, String outcome) {
    this.connections = connections;
    this.terminal = connections.terminal();
    this.field = field;
    this.value = value;
    this.outcome = outcome;
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      farm.patch("/api/v1/people/" + FarmClient.part(name), Json.object().put(field, value));
      terminal.out().println(name + " " + outcome);
    }
  }
}
