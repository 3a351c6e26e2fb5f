package dev.hearth.agent.checkout;

import dev.hearth.agent.StageFailure;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.ProjectId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Reads files as the commit has them, out of the mirror: after the compile the work tree may say
 * anything. To be used after the commit was checked out.
 */
public final class CommitFiles {
  private static final int LONGEST_LINK = 4096;

  private final GitMirrors mirrors;
  private final ProjectId project;
  private final Commit commit;

  public CommitFiles(GitMirrors mirrors, ProjectId project, Commit commit) {
    this.mirrors = mirrors;
    this.project = project;
    this.commit = commit;
  }

  /**
   * A regular file's bytes; links are followed inside the repository.
   *
   * @param what for the sentence: "the Dockerfile"
   * @return empty if there is none
   * @throws StageFailure if the path or a link leads outside, it is no file, or it is larger than
   *     {@code maxBytes}
   */
  public Optional<byte[]> read(String what, String path, int maxBytes) throws InterruptedException {
    return inTree((reader, tree) -> {
      Optional<RepositoryPath.Place> place =
          RepositoryPath.find(what, path, components -> look(reader, tree, components));
      if (place.isEmpty()) {
        return Optional.empty();
      }
      if (!(place.get().found() instanceof RepositoryPath.Found.File)) {
        throw StageFailure.user(
            "tried to read %s '%s' but it is not a regular file".formatted(what, path));
      }
      ObjectId blob = blob(reader, tree, place.get().components());
      if (reader.getObjectSize(blob, Constants.OBJ_BLOB) > maxBytes) {
        throw StageFailure.user(
            "tried to read %s '%s' but it is larger than %d bytes".formatted(what, path, maxBytes));
      }
      return Optional.of(reader.open(blob, Constants.OBJ_BLOB).getCachedBytes(maxBytes));
    });
  }

  /**
   * Whether the commit has anything there.
   *
   * @throws StageFailure if the path or a link leads outside
   */
  public boolean exists(String what, String path) throws InterruptedException {
    return inTree((reader, tree) ->
        RepositoryPath.find(what, path, components -> look(reader, tree, components)).isPresent());
  }

  private interface TreeWork<T> {
    T with(ObjectReader reader, RevTree tree) throws IOException;
  }

  private <T> T inTree(TreeWork<T> work) throws InterruptedException {
    return mirrors.use(
        project,
        GitMirrors.PROJECT,
        _ -> {},
        mirror -> {
          ObjectId id = ObjectId.fromString(commit.value());
          if (!mirror.getObjectDatabase().has(id)) {
            throw StageFailure.lost(
                "tried to read files of commit %s but the mirror lost it; build again"
                    .formatted(commit));
          }
          return read(mirror, id, work);
        });
  }

  private static <T> T read(Repository mirror, ObjectId id, TreeWork<T> work) throws IOException {
    try (ObjectReader reader = mirror.newObjectReader();
        RevWalk walk = new RevWalk(reader)) {
      return work.with(reader, walk.parseCommit(id).getTree());
    }
  }

  private static RepositoryPath.Found look(
      ObjectReader reader, RevTree tree, List<String> components) throws IOException {
    try (TreeWalk entry = TreeWalk.forPath(reader, String.join("/", components), tree)) {
      if (entry == null) {
        return new RepositoryPath.Found.Nothing();
      }
      int mode = entry.getRawMode(0);
      if (FileMode.TREE.equals(mode)) {
        return new RepositoryPath.Found.Folder();
      }
      if (FileMode.SYMLINK.equals(mode)) {
        byte[] target =
            reader.open(entry.getObjectId(0), Constants.OBJ_BLOB).getCachedBytes(LONGEST_LINK);
        return new RepositoryPath.Found.Link(new String(target, StandardCharsets.UTF_8));
      }
      return FileMode.GITLINK.equals(mode)
          ? new RepositoryPath.Found.Other()
          : new RepositoryPath.Found.File();
    }
  }

  private static ObjectId blob(ObjectReader reader, RevTree tree, List<String> components)
      throws IOException {
    try (TreeWalk entry = TreeWalk.forPath(reader, String.join("/", components), tree)) {
      if (entry == null) {
        throw new IllegalStateException("what was found is there no more");
      }
      return entry.getObjectId(0);
    }
  }
}
