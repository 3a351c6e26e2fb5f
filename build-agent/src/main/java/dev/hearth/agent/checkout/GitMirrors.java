package dev.hearth.agent.checkout;

import dev.hearth.agent.LogSink;
import dev.hearth.agent.StageFailure;
import dev.hearth.gitclient.BlindSystemReader;
import dev.hearth.protocol.ProjectId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;

/**
 * The bare repositories that a host keeps warm between builds:
 *
 * <pre>
 * {root}/{project id}/{name}.git    a mirror; "project", or "module-…" for a submodule
 * {root}/{project id}/{name}.lock   held while the mirror is used
 * </pre>
 *
 * A mirror belongs to one project, so no project ever reads what another has fetched. Mirrors are a
 * cache: one that is broken is deleted and fetched anew.
 */
public final class GitMirrors {
  static final String PROJECT = "project";

  private final Path root;

  public GitMirrors(Path root) {
    BlindSystemReader.install();
    this.root = root;
  }

  /**
   * Has JGit measure the disk's clock, on a thread of its own. It would do so in the midst of the
   * first checkout, and there swallow an interrupt that ends or holds the attempt.
   */
  public void prepare() {
    FS.FileStoreAttributes.setBackground(true);
    Thread.ofVirtual().name("clock of the disk").start(() -> FS.getFileStoreAttributes(root));
  }

  /** What is done with a mirror while nobody else uses it. */
  interface MirrorWork<T> {
    T with(Repository mirror) throws IOException, GitAPIException, InterruptedException;
  }

  /**
   * Does the work on the mirror, which is made if it is absent. When the work fails for a reason
   * that may lie in the mirror, it is deleted, and the work done once more.
   */
  <T> T use(ProjectId project, String name, LogSink log, MirrorWork<T> work)
      throws InterruptedException {
    Path directory = root.resolve(project.value()).resolve(name + ".git");
    try (MirrorLock _ = MirrorLock.take(directory.resolveSibling(name + ".lock"))) {
      boolean old = Files.exists(directory);
      try {
        clearLocks(directory);
        return open(directory, work);
      } catch (IOException | GitAPIException | JGitInternalException e) {
        endWhenCancelled();
        refuseWhenFull(e);
        if (!old) {
          throw broken(e);
        }
        log.line("the mirror on this host is broken (" + GitFailures.words(e) + "); fetching anew");
        Directories.delete(directory);
        return open(directory, work);
      }
    } catch (IOException | GitAPIException | JGitInternalException e) {
      endWhenCancelled();
      refuseWhenFull(e);
      throw broken(e);
    }
  }

  /** The projects of which there are mirrors. */
  public Set<ProjectId> projects() {
    if (!Files.isDirectory(root)) {
      return Set.of();
    }
    try (Stream<Path> homes = Files.list(root)) {
      return homes
          .map(home -> new ProjectId(home.getFileName().toString()))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException("tried to list the mirrors in " + root, e);
    }
  }

  /**
   * Deletes a project's mirrors.
   *
   * @return how many bytes that freed
   */
  public long delete(ProjectId project) throws InterruptedException {
    Path home = root.resolve(project.value());
    long freed = 0;
    try {
      for (Path mirror : mirrors(home)) {
        String name = mirror.getFileName().toString();
        Path lock = home.resolve(name.substring(0, name.length() - 4) + ".lock");
        try (MirrorLock _ = MirrorLock.take(lock)) {
          freed += size(mirror);
          Directories.delete(mirror);
        }
      }
      Directories.delete(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return freed;
  }

  private static List<Path> mirrors(Path home) throws IOException {
    if (!Files.isDirectory(home)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(home)) {
      return children.filter(child -> child.toString().endsWith(".git")).toList();
    }
  }

  private static long size(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static <T> T open(Path directory, MirrorWork<T> work)
      throws IOException, GitAPIException, InterruptedException {
    boolean absent = !Files.exists(directory);
    try (Repository mirror =
        new FileRepositoryBuilder().setGitDir(directory.toFile()).setBare().build()) {
      if (absent) {
        mirror.create(true);
      }
      T result = work.with(mirror);
      MirrorUpkeep.tidy(mirror);
      return result;
    } catch (IllegalArgumentException e) {
      throw new IOException("the mirror's configuration is unreadable", e);
    }
  }

  /** Locks of Git's own that a killed process has left: we hold the mirror, so nobody uses them. */
  private static void clearLocks(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".lock")).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void endWhenCancelled() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("cancelled while the mirror was used");
    }
  }

  private static void refuseWhenFull(Exception failure) {
    if (GitFailures.isFull(failure)) {
      throw StageFailure.lost(
          "tried to keep the repository's mirror but the host's disk is full; free some space",
          failure);
    }
  }

  private static StageFailure broken(Exception failure) {
    return StageFailure.infrastructure(
        "tried to fetch into the mirror on the host but "
            + GitFailures.words(failure)
            + "; try again, and look into the agent's log",
        failure);
  }
}
