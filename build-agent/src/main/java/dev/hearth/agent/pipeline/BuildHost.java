package dev.hearth.agent.pipeline;

import dev.hearth.agent.engine.Engine;
import dev.hearth.agent.status.HostCondition;
import dev.hearth.cache.ProjectCaches;
import dev.hearth.protocol.ProjectId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The host on which {@link BuildPipeline} runs attempts. */
public final class BuildHost implements HostCondition {
  private static final Path LOAD = Path.of("/proc/loadavg");

  /** So that the status stays well under the 4 KiB of a value: an id takes 39 bytes of it. */
  private static final int MOST_WARM = 80;

  private final Engine engine;
  private final BuildPipeline pipeline;
  private final ProjectCaches caches;
  private final Path home;
  private final long minimumFreeDisk;

  /**
   * @param home whose file system is looked at
   */
  public BuildHost(
      Engine engine,
      BuildPipeline pipeline,
      ProjectCaches caches,
      Path home,
      long minimumFreeDisk) {
    this.engine = engine;
    this.pipeline = pipeline;
    this.caches = caches;
    this.home = home;
    this.minimumFreeDisk = minimumFreeDisk;
  }

  @Override
  public Optional<String> hindrance() {
    if (!engine.ready()) {
      return Optional.of("the Docker engine of this host does not answer");
    }
    if (!pipeline.isPrepared()) {
      return Optional.of("this host is being prepared");
    }
    long free = freeDisk();
    return free < minimumFreeDisk
        ? Optional.of(
            "only %,d MiB of disk are free, and %,d MiB are the least"
                .formatted(free >> 20, minimumFreeDisk >> 20))
        : Optional.empty();
  }

  @Override
  public long freeDisk() {
    try {
      return Files.getFileStore(home).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException("tried to measure the disk of " + home, e);
    }
  }

  @Override
  public double load() {
    try {
      return Double.parseDouble(Files.readString(LOAD).split(" ", 2)[0]);
    } catch (IOException e) {
      throw new UncheckedIOException("tried to read " + LOAD, e);
    }
  }

  @Override
  public Set<ProjectId> warm() {
    return caches.warmProjects().stream()
        .limit(MOST_WARM)
        .map(ProjectId::new)
        .collect(Collectors.toSet());
  }
}
