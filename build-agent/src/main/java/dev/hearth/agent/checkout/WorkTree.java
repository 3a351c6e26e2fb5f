package dev.hearth.agent.checkout;

import dev.hearth.agent.StageFailure;
import dev.hearth.protocol.GitUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.dircache.DirCacheCheckout;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * A work tree with a {@code .git} that stands alone: objects, refs and index of its own, a remote
 * {@code origin} without any credential, no hooks and no filters.
 */
final class WorkTree {
  private final Path directory;

  WorkTree(Path directory) {
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  /** Makes an empty repository, and says where its objects belong; an earlier try's is gone. */
  Path create() throws IOException {
    Path git = directory.resolve(Constants.DOT_GIT);
    Directories.delete(git);
    try (Repository repository = open()) {
      repository.create();
    }
    return git.resolve(Constants.OBJECTS);
  }

  Repository open() throws IOException {
    return new FileRepositoryBuilder()
        .setGitDir(directory.resolve(Constants.DOT_GIT).toFile())
        .setWorkTree(directory.toFile())
        .build();
  }

  /**
   * Writes the files, once the objects are there.
   *
   * @param ref a branch becomes a local branch; with a tag, or nothing, HEAD is detached
   */
  void checkOut(
      ObjectId commit,
      String ref,
      ObjectCopy.Copied copied,
      GitUrl origin,
      ProgressMonitor progress)
      throws IOException {
    try (Repository repository = open()) {
      configure(repository.getConfig(), ref, origin);
      repository.getObjectDatabase().setShallowCommits(Set.copyOf(copied.shallow()));
      for (Map.Entry<String, ObjectId> tag : copied.tags().entrySet()) {
        point(repository, tag.getKey(), tag.getValue());
      }
      head(repository, ref, commit);
      files(repository, commit, progress);
    }
  }

  private static void configure(StoredConfig config, String ref, GitUrl origin) throws IOException {
    config.setString("remote", Constants.DEFAULT_REMOTE_NAME, "url", origin.toString());
    config.setString(
        "remote", Constants.DEFAULT_REMOTE_NAME, "fetch", "+refs/heads/*:refs/remotes/origin/*");
    if (ref.startsWith(Constants.R_HEADS)) {
      String branch = ref.substring(Constants.R_HEADS.length());
      config.setString("branch", branch, "remote", Constants.DEFAULT_REMOTE_NAME);
      config.setString("branch", branch, "merge", ref);
    }
    config.setBoolean("core", null, "symlinks", true);
    config.save();
  }

  private static void head(Repository repository, String ref, ObjectId commit) throws IOException {
    if (ref.startsWith(Constants.R_HEADS)) {
      String branch = ref.substring(Constants.R_HEADS.length());
      point(repository, ref, commit);
      point(repository, Constants.R_REMOTES + "origin/" + branch, commit);
      repository.updateRef(Constants.HEAD).link(ref);
      return;
    }
    RefUpdate head = repository.updateRef(Constants.HEAD, true);
    head.setNewObjectId(commit);
    head.forceUpdate();
  }

  private static void point(Repository repository, String ref, ObjectId id) throws IOException {
    RefUpdate update = repository.updateRef(ref);
    update.setNewObjectId(id);
    update.disableRefLog();
    RefUpdate.Result result = update.forceUpdate();
    switch (result) {
      case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
      default ->
          throw new IOException("the ref " + ref + " could not be written: " + result.name());
    }
  }

  private static void files(Repository repository, ObjectId commit, ProgressMonitor progress)
      throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      DirCacheCheckout checkout =
          new DirCacheCheckout(
              repository, repository.lockDirCache(), walk.parseCommit(commit).getTree());
      checkout.setFailOnConflict(true);
      checkout.setProgressMonitor(progress);
      if (!checkout.checkout()) {
        throw StageFailure.infrastructure(
            "tried to write the work tree but some files could not be written: "
                + String.join(", ", checkout.getToBeDeleted()));
      }
    }
  }

  /** Tells Git in this work tree of a submodule, so that {@code git submodule status} knows it. */
  void register(String name, GitUrl url) throws IOException {
    try (Repository repository = open()) {
      StoredConfig config = repository.getConfig();
      config.setBoolean("submodule", name, "active", true);
      config.setString("submodule", name, "url", url.toString());
      config.save();
    }
  }
}
