package dev.hearth.agent.pipeline;

import dev.hearth.agent.StageFailure;
import dev.hearth.agent.engine.Engine;
import dev.hearth.protocol.AttemptId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder for each attempt, {@code {root}/{attempt}}, which is gone when the attempt ends. */
final class Workspaces {
  private static final Logger log = LoggerFactory.getLogger(Workspaces.class);

  private final Path root;

  Workspaces(Path root) {
    this.root = root;
  }

  /** One attempt's folder, until it is closed. */
  record Workspace(Path folder) implements AutoCloseable {
    /** Where the commit is checked out; made by the checkout. */
    Path sources() {
      return folder.resolve("source");
    }

    @Override
    public void close() {
      Engine.uninterruptibly("remove a workspace", () -> remove(folder));
    }
  }

  /** An attempt's folder, whether it is there or not. */
  Workspace of(AttemptId attempt) {
    return new Workspace(root.resolve(attempt.toString()));
  }

  /** An empty folder; what an earlier process left there is removed. */
  Workspace open(AttemptId attempt) {
    Path folder = of(attempt).folder();
    try {
      Files.createDirectories(
          root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      if (Files.exists(folder)) {
        remove(folder);
      }
      Files.createDirectory(folder);
      return new Workspace(folder);
    } catch (IOException e) {
      throw StageFailure.lost(
          "tried to make the workspace %s but %s; look at this host's disk".formatted(folder, e),
          e);
    }
  }

  /**
   * Removes the others: to be called while no attempt runs.
   *
   * @param kept attempts that go on
   */
  void removeLeftovers(Set<AttemptId> kept) throws IOException {
    if (!Files.isDirectory(root)) {
      return;
    }
    List<Path> left;
    try (Stream<Path> folders = Files.list(root)) {
      left =
          folders
              .filter(folder -> kept.stream().noneMatch(each -> folder.endsWith(each.toString())))
              .toList();
    }
    left.forEach(Workspaces::remove);
  }

  /**
   * By {@code rm}, which follows no link and copes with folders nested as deep as a build likes.
   */
  private static void remove(Path folder) {
    try {
      Process rm =
          new ProcessBuilder("rm", "-rf", "--", folder.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      int status = rm.waitFor();
      if (status != 0) {
        log.atWarn()
            .addKeyValue("folder", folder)
            .addKeyValue("status", status)
            .log("a workspace could not be removed; the agent's next start tries again");
      }
    } catch (IOException e) {
      log.atWarn().addKeyValue("folder", folder).setCause(e).log("rm could not be run");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
