package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.Terminal;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth users add}. */
@Command(
    name = "add",
    description = "Add a person; a password is made and shown this once if none is given.",
    mixinStandardHelpOptions = true)
public final class UsersAddCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "a-z, 0-9 and . _ -, 63 characters at most.")
  private String name = "";

  @Option(names = "--full-name", description = "As they are called.")
  private @Nullable String fullName;

  @Option(names = "--email", description = "Where they are reached.")
  private @Nullable String email;

  @Option(names = "--operator", description = "They run the pool.")
  private boolean operator;

  @Option(names = "--password-file", paramLabel = "FILE", description = "Holds their password.")
  private @Nullable Path passwordFile;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  public UsersAddCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    try (FarmClient farm = connections.connect()) {
      ObjectNode order = Json.object().put("name", name).put("operator", operator);
      if (fullName != null) {
        order.put("fullName", fullName);
      }
      if (email != null) {
        order.put("email", email);
      }
      if (passwordFile != null) {
        order.put("password", SecretInput.read(terminal, "password", passwordFile));
      }
      JsonNode added = farm.post("/api/v1/people", order);
      String password = added.path("password").asText("");
      if (json) {
        terminal.out().println(Json.pretty(added));
      } else {
        terminal
            .out()
            .println(
                password.isEmpty()
                    ? name + " was added"
                    : name + " was added; the password, shown this once: " + password);
      }
    }
  }
}
