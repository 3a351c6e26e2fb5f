package dev.hearth.cli.farm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.FarmAccess;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.client.OwnFile;
import dev.hearth.cli.terminal.Terminal;
import java.net.URI;
import java.nio.file.Files;
import java.util.Optional;

/** The farm on this machine, as seen from its home: with the ports that it was started with. */
public record LocalFarm(FarmSettings settings) {
  /** Its settings, those that it was started with winning. */
  public static LocalFarm of(Terminal terminal) {
    FarmSettings asked = FarmSettings.of(terminal);
    FarmFiles files = new FarmFiles(asked.home());
    if (!Files.isReadable(files.kept())) {
      return new LocalFarm(asked);
    }
    JsonNode kept = Json.parse(FarmFiles.read(files.kept()), files.kept().toString());
    return new LocalFarm(
        new FarmSettings(
            asked.name(),
            asked.home(),
            kept.path("dispatcherPort").asInt(asked.dispatcherPort()),
            kept.path("registryPort").asInt(asked.registryPort()),
            kept.path("etcdPort").asInt(asked.etcdPort()),
            kept.path("gitPort").asInt(asked.gitPort()),
            asked.etcdImage(),
            asked.registryImage()));
  }

  /** Writes down what the farm is started with. */
  static void keep(FarmSettings settings) {
    JsonNode kept =
        Json.object()
            .put("name", settings.name())
            .put("dispatcherPort", settings.dispatcherPort())
            .put("registryPort", settings.registryPort())
            .put("etcdPort", settings.etcdPort())
            .put("gitPort", settings.gitPort());
    OwnFile.write(new FarmFiles(settings.home()).kept(), Json.pretty(kept) + "\n");
  }

  /** How its administrator asks it; empty where there is no farm, or its token is not ours. */
  public Optional<FarmAccess> access() {
    FarmFiles files = new FarmFiles(settings.home());
    return Files.isReadable(files.adminToken())
        ? Optional.of(
            new FarmAccess(
                URI.create(settings.dispatcherUrl()), FarmFiles.read(files.adminToken()).strip()))
        : Optional.empty();
  }
}
