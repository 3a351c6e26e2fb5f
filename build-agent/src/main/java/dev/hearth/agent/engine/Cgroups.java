package dev.hearth.agent.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.protocol.AttemptId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How the engine keeps control groups on this host.
 *
 * @param root where they are mounted
 */
public record Cgroups(Driver driver, int version, Path root) {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Who makes the groups. */
  public enum Driver {
    CGROUPFS,
    SYSTEMD
  }

  public static Cgroups of(Engine engine) throws InterruptedException {
    JsonNode info =
        engine.send(
            EngineRequest.get("ask the engine for its control groups", "/info"),
            Duration.ofSeconds(30),
            JSON::readTree);
    Driver driver =
        info.path("CgroupDriver").asText().equals("systemd") ? Driver.SYSTEMD : Driver.CGROUPFS;
    return new Cgroups(driver, info.path("CgroupVersion").asText("1").equals("2") ? 2 : 1, ROOT);
  }

  /** What the engine is told as {@code cgroupparent}. */
  String parent(Owner owner, AttemptId attempt) {
    return switch (driver) {
      case CGROUPFS -> "/hearth/" + owner.identity() + "/" + attempt;
      case SYSTEMD -> slice(owner, attempt);
    };
  }

  /** A hyphen in a slice's name means a level, so ours has one only. */
  static String slice(Owner owner, AttemptId attempt) {
    return slicePrefix(owner) + attempt.toString().replace('-', '_') + ".slice";
  }

  static String slicePrefix(Owner owner) {
    return "hearth-" + owner.identity().replace('-', '_') + ".";
  }

  /** The folders of the group, one a controller in version 1. */
  List<Path> folders(Owner owner, AttemptId attempt) {
    return below(attemptFolder(owner, attempt));
  }

  /** The folders in which an agent's groups lie. */
  List<Path> folders(Owner owner) {
    return below(
        switch (driver) {
          case CGROUPFS -> Path.of("hearth", owner.identity());
          case SYSTEMD -> Path.of("hearth.slice");
        });
  }

  private Path attemptFolder(Owner owner, AttemptId attempt) {
    return switch (driver) {
      case CGROUPFS -> Path.of("hearth", owner.identity(), attempt.toString());
      case SYSTEMD -> Path.of("hearth.slice", slice(owner, attempt));
    };
  }

  private List<Path> below(Path folder) {
    return version == 2
        ? List.of(root.resolve(folder))
        : List.of(
            root.resolve("memory").resolve(folder),
            root.resolve("cpu").resolve(folder),
            root.resolve("pids").resolve(folder));
  }
}
