package dev.hearth.agent.checkout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * A commit's history as far as it is asked for and as a mirror holds it.
 *
 * @param commits all of them, the newest first
 * @param cut those whose parents are left out, though they have some
 * @param lacking whether the mirror ends before the depth that was asked for
 */
record Shallow(Set<ObjectId> commits, Set<ObjectId> cut, boolean lacking) {

  /**
   * @param depth how many commits deep; 0: all there are
   * @throws org.eclipse.jgit.errors.MissingObjectException if the mirror is broken
   */
  static Shallow of(Repository mirror, ObjectId newest, int depth) throws IOException {
    Set<ObjectId> ends = mirror.getObjectDatabase().getShallowCommits();
    Set<ObjectId> commits = new LinkedHashSet<>();
    Set<ObjectId> cut = new HashSet<>();
    boolean lacking = false;
    try (RevWalk walk = new RevWalk(mirror)) {
      walk.setRetainBody(false);
      List<RevCommit> level = List.of(walk.parseCommit(newest));
      commits.add(newest.copy());
      for (int reached = 1; !level.isEmpty(); reached++) {
        List<RevCommit> next = new ArrayList<>();
        for (RevCommit commit : level) {
          if (ends.contains(commit)) {
            cut.add(commit.copy());
            lacking |= depth == 0 || reached < depth;
          } else if (depth > 0 && reached >= depth) {
            if (commit.getParentCount() > 0) {
              cut.add(commit.copy());
            }
          } else {
            for (RevCommit parent : commit.getParents()) {
              if (commits.add(parent.copy())) {
                walk.parseHeaders(parent);
                next.add(parent);
              }
            }
          }
        }
        level = next;
      }
    }
    return new Shallow(commits, cut, lacking);
  }
}
