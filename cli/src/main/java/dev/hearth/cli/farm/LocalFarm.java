package dev.hearth.cli.farm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cli.client.FarmAccess;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.client.OwnFile;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.Terminal;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    FarmShape shape = asked.shape();
    FarmPorts ports = asked.ports();
    List<Integer> dispatchers = ports(kept, "dispatcherPorts", ports.dispatchers());
    List<Integer> etcd = ports(kept, "etcdPorts", ports.etcd());
    return new LocalFarm(
        new FarmSettings(
            asked.name(),
            asked.home(),
            new FarmShape(
                etcd.size(),
                dispatchers.size(),
                kept.path("agents").asInt(shape.agents()),
                kept.path("ownPostgres").asBoolean(shape.ownPostgres())),
            new FarmPorts(
                kept.path("publishAddress").asText(ports.published()),
                dispatchers,
                ports(kept, "dispatcherTlsPorts", ports.dispatchersTls()),
                kept.path("registryPort").asInt(ports.registry()),
                etcd,
                kept.path("postgresPort").asInt(ports.postgres()),
                kept.path("gitPort").asInt(ports.git())),
            asked.images()));
  }

  /** Writes down what the farm is started with. */
  static void keep(FarmSettings settings) {
    FarmPorts ports = settings.ports();
    ObjectNode kept = Json.object().put("name", settings.name());
    kept.set("dispatcherPorts", Json.tree(ports.dispatchers()));
    kept.set("dispatcherTlsPorts", Json.tree(ports.dispatchersTls()));
    kept.set("etcdPorts", Json.tree(ports.etcd()));
    kept.put("publishAddress", ports.published());
    kept.put("registryPort", ports.registry())
        .put("postgresPort", ports.postgres())
        .put("gitPort", ports.git())
        .put("agents", settings.shape().agents())
        .put("ownPostgres", settings.shape().ownPostgres());
    OwnFile.write(new FarmFiles(settings.home()).kept(), Json.pretty(kept) + "\n");
  }

  /**
   * What a farm was made with stays: its data would not be found again.
   *
   * @throws CommandFailure if the farm's data is of another shape
   */
  static void refuseOtherData(FarmSettings asked) {
    FarmFiles files = new FarmFiles(asked.home());
    if (!Files.isReadable(files.kept())) {
      return;
    }
    JsonNode kept = Json.parse(FarmFiles.read(files.kept()), files.kept().toString());
    int members = ports(kept, "etcdPorts", asked.ports().etcd()).size();
    if (members != asked.shape().etcdMembers()) {
      throw new CommandFailure(
          "this farm was made with HEARTH_ETCD_MEMBERS=%d; set that, or delete its data with hearth down --volumes"
              .formatted(members));
    }
    boolean postgres = kept.path("ownPostgres").asBoolean(asked.shape().ownPostgres());
    if (postgres != asked.shape().ownPostgres()) {
      throw new CommandFailure(
          "this farm was made with %s; set HEARTH_DISPATCHERS accordingly, or delete its data with hearth down --volumes"
              .formatted(
                  postgres
                      ? "a PostgreSQL of its own, for several dispatchers"
                      : "one dispatcher, without a PostgreSQL of its own"));
    }
  }

  /**
   * The environment of its first dispatcher, for a command that uses the dispatcher's files: as
   * {@code hearth up} gives it, where there is such a farm.
   */
  public Map<String, String> dispatcherEnvironment(Map<String, String> environment) {
    FarmFiles files = new FarmFiles(settings.home());
    int port = settings.ports().dispatchers().getFirst();
    Map<String, String> all =
        Files.isReadable(files.kept())
            ? new DaemonSettings(settings, files, new FarmTls(settings, files), environment)
                .dispatcher(0)
            : new HashMap<>(environment);
    all.putIfAbsent("HEARTH_DISPATCHER_PORT", String.valueOf(port));
    return all;
  }

  /** How its administrator asks it; empty where there is no farm, or its token is not ours. */
  public Optional<FarmAccess> access() {
    FarmFiles files = new FarmFiles(settings.home());
    return Files.isReadable(files.adminToken())
        ? Optional.of(
            FarmAccess.of(
                String.join(",", settings.dispatcherUrls()),
                FarmFiles.read(files.adminToken()).strip()))
        : Optional.empty();
  }

  private static List<Integer> ports(JsonNode kept, String field, List<Integer> otherwise) {
    List<Integer> ports = new ArrayList<>();
    kept.path(field).forEach(port -> ports.add(port.asInt()));
    return ports.isEmpty() ? otherwise : ports;
  }
}
