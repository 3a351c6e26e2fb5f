package dev.hearth.cli.commands;

import dev.hearth.cli.client.FarmAccess;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Login;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth login URL}. The token never stands on the command line, where others see it. */
@Command(
    name = "login",
    description = "Keep a farm's URL and token for the other commands.",
    mixinStandardHelpOptions = true)
public final class LoginCommand implements Runnable {
  private final Terminal terminal;

  @Parameters(paramLabel = "URL", description = "Like https://hearth.example.com.")
  private String url;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Holds the token; without, it is asked for, or read from the standard input.")
  private @Nullable Path tokenFile;

  public LoginCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    FarmAccess access = Connections.given(url, token());
    try (FarmClient farm = new Connections(terminal).client(access)) {
      farm.get("/api/v1/projects", Map.of("limit", "1"));
    }
    Login login = Login.of(terminal);
    login.keep(access);
    terminal.out().println("logged in at " + access.url() + "; kept in " + login.file());
  }

  private String token() {
    String token = tokenFile == null ? typed() : content(tokenFile);
    if (token.isBlank()) {
      throw new CommandFailure(
          "tried to log in, but got no token; type or pipe it in, or name --token-file");
    }
    return token.strip();
  }

  private String typed() {
    if (terminal.interactive()) {
      char[] read = Objects.requireNonNull(System.console()).readPassword("Token: ");
      return read == null ? "" : new String(read);
    }
    try {
      String line =
          new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8))
              .readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new CommandFailure("tried to read the token, but could not: " + e.getMessage(), e);
    }
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CommandFailure("tried to read the token from %s, but could not".formatted(file), e);
    }
  }
}
