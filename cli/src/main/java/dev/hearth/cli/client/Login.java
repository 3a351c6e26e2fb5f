package dev.hearth.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code hearth login} kept: {@code ~/.config/hearth/login.json} with {@code url} and {@code
 * token}, readable by its owner alone.
 */
public final class Login {
  private final Path file;

  private Login(Path file) {
    this.file = file;
  }

  public static Login of(Terminal terminal) {
    String home = terminal.setting("HOME", System.getProperty("user.home"));
    String configuration = terminal.setting("XDG_CONFIG_HOME", home + "/.config");
    return new Login(Path.of(configuration, "hearth", "login.json"));
  }

  public Path file() {
    return file;
  }

  /**
   * @param tokenId by which the farm knows the token, if it was made for this log-in; else empty
   */
  public void keep(FarmAccess access, String tokenId) {
    JsonNode kept =
        Json.object()
            .put("url", access.text())
            .put("token", access.token())
            .put("tokenId", tokenId);
    OwnFile.write(file, Json.pretty(kept) + "\n");
  }

  /** The id of the token that was made for the log-in; empty if none was. */
  public String tokenId() {
    return read().map(kept -> kept.path("tokenId").asText("")).orElse("");
  }

  /** Whether anything was kept. */
  public boolean forget() {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      throw CommandFailure.io("delete " + file, e);
    }
  }

  public Optional<FarmAccess> find() {
    try {
      return read()
          .map(kept -> FarmAccess.of(kept.path("url").asText(), kept.path("token").asText()));
    } catch (IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  private Optional<JsonNode> read() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.parse(Files.readString(file), file.toString()));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private CommandFailure unreadable(Exception e) {
    return new CommandFailure(
        "tried to read %s, but could not: %s; run hearth login again"
            .formatted(file, e.getMessage()),
        e);
  }
}
