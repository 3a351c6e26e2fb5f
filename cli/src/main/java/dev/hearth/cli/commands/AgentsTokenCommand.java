package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hearth agents token}. */
@Command(
    name = "token",
    description = "Make a token by which one host joins the farm.",
    mixinStandardHelpOptions = true)
public final class AgentsTokenCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Option(names = "--for", description = "The only name that may join with it.")
  private @Nullable String name;

  @Option(
      names = "--ttl",
      defaultValue = "1h",
      description = "How long it is good: 10m, 1h (the default), 2d.")
  private String life = "1h";

  @Option(names = "--replace", description = "Let the host take the name of another one.")
  private boolean replace;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  public AgentsTokenCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    ObjectNode body = Json.object().put("seconds", seconds()).put("replace", replace);
    if (name != null) {
      body.put("for", name);
    }
    JsonNode made;
    try (FarmClient farm = connections.connect()) {
      made = farm.post("/api/v1/agents/tokens", body);
    }
    if (json) {
      terminal.out().println(Json.pretty(made));
      return;
    }
    terminal
        .out()
        .printf(
            "On the new host, once, until %s:%n%n    hearth agent join %s --token %s%n%n",
            made.path("expiresAt").asText(),
            made.path("url").asText(),
            made.path("token").asText());
    if (made.path("hereOnly").asBoolean()) {
      terminal.say(
          "the farm tells its addresses as 127.0.0.1, so that this host alone can join; start it"
              + " with HEARTH_PUBLISH_ADDRESS, or see HEARTH_ETCD_ADVERTISED");
    }
  }

  private long seconds() {
    if (!life.matches("[1-9][0-9]{0,5}[smhd]")) {
      throw new CommandFailure("--ttl is \"%s\", but should be like 10m, 1h or 2d".formatted(life));
    }
    long amount = Long.parseLong(life.substring(0, life.length() - 1));
    return switch (life.charAt(life.length() - 1)) {
      case 's' -> amount;
      case 'm' -> amount * 60;
      case 'h' -> amount * 3600;
      default -> amount * 86_400;
    };
  }
}
