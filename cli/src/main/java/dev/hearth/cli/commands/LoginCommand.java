package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.FarmAccess;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.client.Login;
import dev.hearth.cli.terminal.Terminal;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth login URL}. */
@Command(
    name = "login",
    description = "Keep a farm's URL and a token for the other commands.",
    mixinStandardHelpOptions = true)
public final class LoginCommand implements Runnable {
  private final Terminal terminal;

  @Parameters(paramLabel = "URL", description = "Like https://hearth.example.com.")
  private String url;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "Log in by password: it is asked for, or read from the standard input.")
  private @Nullable String user;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Holds a token; without it and --user one is read from the standard input.")
  private @Nullable Path tokenFile;

  public LoginCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    String name = name();
    if (name.isEmpty()) {
      keep(Connections.given(url, SecretInput.read(terminal, "token", tokenFile)), "");
    } else {
      byPassword(name);
    }
  }

  private String name() {
    if (user != null || tokenFile != null) {
      return user == null ? "" : user;
    }
    return terminal.interactive()
        ? SecretInput.line(terminal, "User (empty: by a token): ").strip()
        : "";
  }

  private void byPassword(String name) {
    JsonNode order =
        Json.object()
            .put("name", name)
            .put("password", SecretInput.read(terminal, "password", null))
            .put("tokenName", "hearth login");
    JsonNode made;
    try (FarmClient farm = client(Connections.given(url, ""))) {
      made = farm.post("/api/v1/login", order);
    }
    keep(Connections.given(url, made.path("token").asText()), made.path("id").asText());
  }

  private void keep(FarmAccess access, String tokenId) {
    String name;
    try (FarmClient farm = client(access)) {
      name = farm.get("/api/v1/me").path("name").asText();
    }
    Login login = Login.of(terminal);
    login.keep(access, tokenId);
    terminal
        .out()
        .println("logged in at %s as %s; kept in %s".formatted(access.url(), name, login.file()));
  }

  private FarmClient client(FarmAccess access) {
    return new Connections(terminal).client(access);
  }
}
