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

  public void keep(FarmAccess access) {
    JsonNode kept = Json.object().put("url", access.text()).put("token", access.token());
    OwnFile.write(file, Json.pretty(kept) + "\n");
  }

  public Optional<FarmAccess> find() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode kept = Json.parse(Files.readString(file), file.toString());
      return Optional.of(FarmAccess.of(kept.path("url").asText(), kept.path("token").asText()));
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure(
          "tried to read %s, but could not: %s; run hearth login again"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
