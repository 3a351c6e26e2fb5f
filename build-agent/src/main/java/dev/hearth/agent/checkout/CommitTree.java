package dev.hearth.agent.checkout;

import dev.hearth.agent.StageFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * What a commit holds, looked at before anything is written: names that could reach outside (a
 * {@code .git}, a {@code ..}, a name twice: once a link and once a folder) are refused, and so are
 * trees that would fill the disk.
 *
 * @param submodules the commits of other repositories, by path
 * @param files how many files and links there are
 * @param bytes what the files have together
 * @param largeFileStorage whether some files are kept in Git LFS, outside of the repository
 */
record CommitTree(
    Map<String, ObjectId> submodules, long files, long bytes, boolean largeFileStorage) {
  private static final long MOST_FILES = 1_000_000;
  private static final int MOST_ATTRIBUTES = 1 << 20;
  private static final int MOST_TREE = 64 << 20;
  private static final int DEEPEST = 500;

  /**
   * @throws StageFailure if the tree is malformed, or larger than {@code maxBytes}
   */
  static CommitTree of(Repository repository, ObjectId commit, long maxBytes) throws IOException {
    try (ObjectReader reader = repository.newObjectReader();
        RevWalk walk = new RevWalk(reader)) {
      Look look = new Look(reader, commit, maxBytes);
      look.into(walk.parseCommit(commit).getTree(), "", 0);
      return new CommitTree(look.submodules, look.files, look.bytes, look.largeFileStorage);
    }
  }

  private static final class Look {
    private final ObjectReader reader;
    private final ObjectId commit;
    private final long maxBytes;
    private final ObjectChecker checker =
        new ObjectChecker().setIgnore(ObjectChecker.ErrorType.ZERO_PADDED_FILEMODE, true);
    private final Map<String, ObjectId> submodules = new TreeMap<>();
    private long entries;
    private long files;
    private long bytes;
    private boolean largeFileStorage;

    Look(ObjectReader reader, ObjectId commit, long maxBytes) {
      this.reader = reader;
      this.commit = commit;
      this.maxBytes = maxBytes;
    }

    void into(ObjectId tree, String prefix, int depth) throws IOException {
      byte[] raw = reader.open(tree, Constants.OBJ_TREE).getCachedBytes(MOST_TREE);
      try {
        checker.checkTree(tree, raw);
      } catch (CorruptObjectException e) {
        throw refused("its tree is malformed: " + e.getMessage());
      }
      CanonicalTreeParser entry = new CanonicalTreeParser();
      for (entry.reset(raw); !entry.eof(); entry.next()) {
        if (++entries > MOST_FILES || depth > DEEPEST) {
          throw refused("it has more than " + MOST_FILES + " files, or folders nested too deep");
        }
        String path = prefix + entry.getEntryPathString();
        int type = entry.getEntryFileMode().getObjectType();
        if (type == Constants.OBJ_TREE) {
          into(entry.getEntryObjectId(), path + "/", depth + 1);
        } else if (type == Constants.OBJ_COMMIT) {
          submodules.put(path, entry.getEntryObjectId());
        } else {
          file(entry.getEntryObjectId(), entry.getEntryPathString());
        }
      }
    }

    private void file(ObjectId blob, String name) throws IOException {
      files++;
      bytes += reader.getObjectSize(blob, Constants.OBJ_BLOB);
      if (bytes > maxBytes) {
        throw refused(
            "its files have more than the %d bytes that the project's disk limit allows"
                .formatted(maxBytes));
      }
      if (name.equals(Constants.DOT_GIT_ATTRIBUTES)
          && reader.getObjectSize(blob, Constants.OBJ_BLOB) <= MOST_ATTRIBUTES) {
        byte[] attributes = reader.open(blob, Constants.OBJ_BLOB).getCachedBytes(MOST_ATTRIBUTES);
        largeFileStorage |=
            new String(attributes, StandardCharsets.UTF_8).lines().anyMatch(Look::isPointer);
      }
    }

    private static boolean isPointer(String line) {
      return !line.startsWith("#") && line.contains("filter=lfs");
    }

    private StageFailure refused(String reason) {
      return StageFailure.user(
          "tried to check out commit " + commit.name() + " but " + reason + "; change the commit");
    }
  }
}
