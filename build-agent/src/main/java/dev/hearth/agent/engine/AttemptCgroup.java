package dev.hearth.agent.engine;

import dev.hearth.agent.LogSink;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control group that bounds what an attempt's image builds run, all of it together. The
 * engine's builds know no bound on processes and bear no label: the group gives both.
 */
public final class AttemptCgroup implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AttemptCgroup.class);
  private static final int CPU_PERIOD = 100_000;

  private final Cgroups cgroups;
  private final Engine engine;
  private final Owner owner;
  private final AttemptId attempt;

  private AttemptCgroup(Cgroups cgroups, Engine engine, Owner owner, AttemptId attempt) {
    this.cgroups = cgroups;
    this.engine = engine;
    this.owner = owner;
    this.attempt = attempt;
  }

  /**
   * Makes the group. Where it cannot be made the build goes on with the bounds that the engine
   * itself knows, and its log says so.
   */
  public static AttemptCgroup open(
      Engine engine, Owner owner, AttemptId attempt, Limits limits, LogSink buildLog)
      throws InterruptedException {
    var group = new AttemptCgroup(Cgroups.of(engine), engine, owner, attempt);
    try {
      group.make(limits);
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("attempt", attempt)
          .addKeyValue("cause", e.toString())
          .log("control groups cannot be written; image builds run without a bound on processes");
      buildLog.line(
          "this host's control groups cannot be written: image builds run without a bound on"
              + " processes");
    }
    return group;
  }

  /** Removes the groups of an agent's attempts that do not run, and what runs in them. */
  public static void removeLeftovers(Engine engine, Owner owner, Set<AttemptId> running)
      throws InterruptedException {
    Cgroups cgroups = Cgroups.of(engine);
    if (cgroups.driver() == Cgroups.Driver.SYSTEMD) {
      removeLeftoverSlices(engine, cgroups, owner, running);
      return;
    }
    Set<String> kept = running.stream().map(AttemptId::toString).collect(Collectors.toSet());
    for (Path agents : cgroups.folders(owner)) {
      for (Path folder : CgroupRemoval.children(agents)) {
        if (!kept.contains(folder.getFileName().toString())) {
          CgroupRemoval.remove(engine, List.of(folder));
        }
      }
      if (running.isEmpty()) {
        CgroupRemoval.remove(engine, List.of(agents));
      }
    }
  }

  private static void removeLeftoverSlices(
      Engine engine, Cgroups cgroups, Owner owner, Set<AttemptId> running) {
    Set<String> kept =
        running.stream().map(each -> Cgroups.slice(owner, each)).collect(Collectors.toSet());
    for (Path slices : cgroups.folders(owner)) {
      for (Path slice : CgroupRemoval.children(slices)) {
        String name = slice.getFileName().toString();
        if (name.startsWith(Cgroups.slicePrefix(owner)) && !kept.contains(name)) {
          CgroupRemoval.remove(engine, List.of(slice));
        }
      }
    }
  }

  /** What the engine is told as {@code cgroupparent}. */
  public String parent() {
    return cgroups.parent(owner, attempt);
  }

  /** Ends what still runs in the group, and removes it. */
  @Override
  public void close() {
    Engine.uninterruptibly("remove the control group of " + attempt, this::remove);
  }

  private void remove() {
    CgroupRemoval.remove(engine, cgroups.folders(owner, attempt));
    if (cgroups.driver() == Cgroups.Driver.SYSTEMD) {
      try {
        systemctl("stop", Cgroups.slice(owner, attempt));
      } catch (IOException e) {
        log.atWarn().addKeyValue("cause", e.toString()).log("a slice could not be stopped");
      }
    }
  }

  private void make(Limits limits) throws IOException {
    switch (cgroups.driver()) {
      case CGROUPFS -> {
        if (cgroups.version() == 2) {
          makeUnified(limits);
        } else {
          makeSplit(limits);
        }
      }
      case SYSTEMD -> {
        String slice = Cgroups.slice(owner, attempt);
        systemctl(
            "set-property",
            "--runtime",
            slice,
            "MemoryMax=" + limits.memory(),
            "MemorySwapMax=0",
            "CPUQuota=" + Math.round(limits.cpus() * 100) + "%",
            "TasksMax=" + limits.processes());
        systemctl("start", slice);
      }
    }
  }

  private void makeSplit(Limits limits) throws IOException {
    List<Path> folders = cgroups.folders(owner, attempt);
    for (Path folder : folders) {
      Files.createDirectories(folder);
    }
    Path memory = folders.get(0);
    write(memory.resolve("memory.limit_in_bytes"), limits.memory());
    Path withSwap = memory.resolve("memory.memsw.limit_in_bytes");
    if (Files.exists(withSwap)) {
      write(withSwap, limits.memory());
    }
    write(folders.get(1).resolve("cpu.cfs_period_us"), CPU_PERIOD);
    write(folders.get(1).resolve("cpu.cfs_quota_us"), Math.round(limits.cpus() * CPU_PERIOD));
    write(folders.get(2).resolve("pids.max"), limits.processes());
  }

  private void makeUnified(Limits limits) throws IOException {
    Path folder = cgroups.folders(owner, attempt).getFirst();
    Files.createDirectories(folder);
    Path at = cgroups.root();
    for (Path step : cgroups.root().relativize(folder)) {
      Files.writeString(at.resolve("cgroup.subtree_control"), "+cpu +memory +pids");
      at = at.resolve(step);
    }
    write(folder.resolve("memory.max"), limits.memory());
    Path swap = folder.resolve("memory.swap.max");
    if (Files.exists(swap)) {
      write(swap, 0);
    }
    Files.writeString(
        folder.resolve("cpu.max"), Math.round(limits.cpus() * CPU_PERIOD) + " " + CPU_PERIOD);
    write(folder.resolve("pids.max"), limits.processes());
  }

  private static void write(Path file, long value) throws IOException {
    Files.writeString(file, Long.toString(value));
  }

  private static void systemctl(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("systemctl"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(String.join(" ", command) + " was not done within 10 s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException(String.join(" ", command) + " was interrupted", e);
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          String.join(" ", command) + " exited with status " + process.exitValue());
    }
  }
}
