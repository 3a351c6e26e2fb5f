package dev.hearth.cli.farm;

import dev.hearth.cli.client.OwnFile;
import dev.hearth.cli.terminal.CommandFailure;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * A daemon of the farm as a process of its own that outlives us.
 *
 * @param command the whole command line; no secrets in it
 * @param environment all of the daemon's environment
 * @param grace how long it may take to end by itself
 */
record DaemonPart(
    String name,
    String address,
    FarmFiles files,
    List<String> command,
    Map<String, String> environment,
    Duration grace,
    Runnable beforeStart,
    BooleanSupplier ready)
    implements Part {
  private static final int TAIL = 15;

  Optional<ProcessHandle> process() {
    return ProcessIdentity.find(files.pid(name));
  }

  /** Whether it runs another version of the program than the one that would be started. */
  boolean isOutdated() {
    String program = command.get(command.indexOf("-cp") + 1);
    return process()
        .flatMap(process -> process.info().arguments())
        .filter(arguments -> !Set.of(arguments).contains(program))
        .isPresent();
  }

  @Override
  public String address() {
    return address.isEmpty()
        ? process().map(process -> "process " + process.pid()).orElse("")
        : address;
  }

  @Override
  public boolean isRunning() {
    return process().isPresent();
  }

  @Override
  public void start() {
    if (isRunning()) {
      return;
    }
    beforeStart.run();
    try {
      File log = newLog();
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().clear();
      builder.environment().putAll(environment);
      builder.directory(files.home().toFile());
      builder.redirectInput(new File("/dev/null"));
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log)).redirectErrorStream(true);
      Process process = builder.start();
      ProcessIdentity.of(process.pid()).ifPresent(identity -> identity.write(files.pid(name)));
    } catch (IOException e) {
      throw CommandFailure.io("start " + name, e);
    }
  }

  @Override
  public boolean answers() {
    return ready.getAsBoolean();
  }

  @Override
  public void stop() {
    process().ifPresent(this::end);
    try {
      Files.deleteIfExists(files.pid(name));
    } catch (IOException e) {
      throw CommandFailure.io("delete " + files.pid(name), e);
    }
  }

  @Override
  public String tail() {
    try {
      List<String> lines =
          new String(Files.readAllBytes(files.log(name)), StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
    } catch (IOException e) {
      return "";
    }
  }

  private void end(ProcessHandle process) {
    process.destroy();
    if (!ends(process, grace)) {
      process.destroyForcibly();
      ends(process, Duration.ofSeconds(5));
    }
  }

  private boolean ends(ProcessHandle process, Duration bound) {
    try {
      process.onExit().get(bound.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new CommandFailure("tried to wait for process " + process.pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(
          "was interrupted while waiting for %s to end; it was told to, and will".formatted(name),
          e);
    }
  }

  /** What it printed the time before stays as one older file. */
  private File newLog() throws IOException {
    Path log = files.log(name);
    OwnFile.folderOf(log);
    if (Files.exists(log)) {
      Files.move(log, log.resolveSibling(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    OwnFile.write(log, "");
    return log.toFile();
  }
}
