package dev.hearth.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A bare repository on this machine into which commits and tags are put, by the real Git. */
public final class GitRepository {
  static final String AUTHOR = "Hearth Sample <sample@hearth.invalid>";
  private static final byte[] NO_INPUT = {};

  private final Path directory;

  private GitRepository(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes an empty repository whose default branch is {@code main}.
   *
   * @param name the path below {@code root}, as {@code team/app.git}
   */
  public static GitRepository create(Path root, String name) {
    Path directory = root.resolve(name);
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    GitRepository repository = new GitRepository(directory);
    repository.git("init", "--quiet", "--bare", "--initial-branch=main", ".");
    return repository;
  }

  /** A repository that is there already. */
  public static GitRepository open(Path root, String name) {
    return new GitRepository(root.resolve(name));
  }

  public Path directory() {
    return directory;
  }

  /**
   * Commits on top of the branch (made if absent): files named are put or removed, all others stay.
   *
   * @return the commit's hash, 40 hex digits
   */
  public String commit(String branch, Map<String, RepositoryFile> files, String message) {
    return put(branch, head(branch), false, files, message);
  }

  /** Commits a directory as it stands, but for its {@code .git}; nothing older stays. */
  public String commitDirectory(String branch, Path sources, String message) {
    return put(branch, head(branch), true, DirectoryFiles.of(sources), message);
  }

  /** Throws the branch's history away, as a forced push does: one commit that has no parent. */
  public String rewrite(String branch, Map<String, RepositoryFile> files, String message) {
    return put(branch, Optional.empty(), true, files, message);
  }

  /** A tag that is a mere name for the commit. */
  public void tag(String name, String commit) {
    git("update-ref", "refs/tags/" + name, commit);
  }

  /**
   * A tag that is an object of its own, as {@code git tag -a} makes it.
   *
   * @return the tag object's hash, which is not the commit's
   */
  public String annotatedTag(String name, String commit, String message) {
    identified("tag", "-a", "-m", message, name, commit);
    return git("rev-parse", "refs/tags/" + name);
  }

  /** Points the branch (made if absent) at the commit, wherever it pointed before. */
  public void branch(String name, String commit) {
    git("update-ref", "refs/heads/" + name, commit);
  }

  public void deleteBranch(String name) {
    git("update-ref", "-d", "refs/heads/" + name);
  }

  /** The branch's newest commit. */
  public Optional<String> head(String branch) {
    String found = git("for-each-ref", "--format=%(objectname)", "refs/heads/" + branch);
    return found.isEmpty() ? Optional.empty() : Optional.of(found);
  }

  /** Deletes every object that no ref reaches, at once. */
  public void forgetUnreachable() {
    git("reflog", "expire", "--expire=now", "--all");
    git("-c", "gc.pruneExpire=now", "gc", "--quiet", "--prune=now");
  }

  /** Runs any Git command in the repository and returns what it printed, trimmed. */
  public String git(String... arguments) {
    return GitCommand.run(directory, NO_INPUT, List.of(arguments));
  }

  private void identified(String... arguments) {
    String name = AUTHOR.substring(0, AUTHOR.indexOf(" <"));
    String mail = AUTHOR.substring(AUTHOR.indexOf('<') + 1, AUTHOR.length() - 1);
    List<String> identity = List.of("-c", "user.name=" + name, "-c", "user.email=" + mail);
    List<String> command = new ArrayList<>(identity);
    command.addAll(List.of(arguments));
    GitCommand.run(directory, NO_INPUT, command);
  }

  private String put(
      String branch,
      Optional<String> parent,
      boolean whole,
      Map<String, RepositoryFile> files,
      String message) {
    byte[] stream = CommitStream.of(branch, parent, whole, files, message);
    return GitCommand.run(
        directory,
        stream,
        List.of("fast-import", "--quiet", "--force", "--date-format=now", "--cat-blob-fd=1"));
  }
}
