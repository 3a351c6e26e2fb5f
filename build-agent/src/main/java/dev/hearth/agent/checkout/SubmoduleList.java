package dev.hearth.agent.checkout;

import dev.hearth.agent.StageFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Reads {@code .gitmodules} of a commit, and takes from it only what is harmless. */
final class SubmoduleList {
  private static final int MOST_BYTES = 1 << 20;

  private SubmoduleList() {}

  /**
   * One submodule that the commit holds.
   *
   * @param url as it stands there: relative, or hostile
   */
  record Submodule(String name, String path, String url, ObjectId commit) {}

  static List<Submodule> of(Repository repository, ObjectId commit, CommitTree tree)
      throws IOException {
    Config config = read(repository, commit);
    List<Submodule> found = new ArrayList<>();
    for (String name : config.getSubsections("submodule")) {
      String path = config.getString("submodule", name, "path");
      String url = config.getString("submodule", name, "url");
      ObjectId wanted = path == null ? null : tree.submodules().get(path);
      if (path == null || url == null || wanted == null) {
        continue;
      }
      if (Arrays.asList(name.split("[/\\\\]", -1)).contains("..") || name.startsWith("-")) {
        throw StageFailure.user(
            "tried to check out a submodule but the name '%s' in .gitmodules is not allowed"
                .formatted(name));
      }
      found.add(new Submodule(name, path, url, wanted));
    }
    return found;
  }

  private static Config read(Repository repository, ObjectId commit) throws IOException {
    Config config = new Config();
    try (ObjectReader reader = repository.newObjectReader();
        RevWalk walk = new RevWalk(reader);
        TreeWalk file =
            TreeWalk.forPath(
                reader, Constants.DOT_GIT_MODULES, walk.parseCommit(commit).getTree())) {
      if (file == null) {
        return config;
      }
      ObjectId blob = file.getObjectId(0);
      if ((file.getRawMode(0) & FileMode.TYPE_MASK) != FileMode.TYPE_FILE
          || reader.getObjectSize(blob, Constants.OBJ_BLOB) > MOST_BYTES) {
        throw StageFailure.user(
            "tried to read .gitmodules but it is no regular file, or larger than a megabyte");
      }
      byte[] bytes = reader.open(blob, Constants.OBJ_BLOB).getCachedBytes(MOST_BYTES);
      config.fromText(new String(bytes, StandardCharsets.UTF_8));
      return config;
    } catch (ConfigInvalidException _) {
      throw StageFailure.user("tried to read .gitmodules but it is malformed; mend it");
    }
  }
}
