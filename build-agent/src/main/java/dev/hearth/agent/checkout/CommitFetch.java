package dev.hearth.agent.checkout;

import dev.hearth.agent.LogSink;
import dev.hearth.agent.StageFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RefSpec;

/**
 * Sees to it that a mirror holds one commit, and asks the server for no more than it lacks. Heads
 * are kept under {@code refs/hearth/{hash of their name}}: flat, for a branch {@code a} may be gone
 * and {@code a/b} have come.
 */
final class CommitFetch {
  private final Repository mirror;
  private final GitRemote remote;
  private final LogSink log;

  CommitFetch(Repository mirror, GitRemote remote, LogSink log) {
    this.mirror = mirror;
    this.remote = remote;
    this.log = log;
  }

  /**
   * @param ref where the commit is expected; empty if nobody knows
   * @param depth how much history is wanted; 0: all
   * @throws StageFailure if the server cannot be reached, or does not have it (any more)
   */
  void fetch(String ref, ObjectId commit, int depth)
      throws IOException, GitAPIException, InterruptedException {
    if (isHere(commit, depth)) {
      log.line("the mirror on this host has commit " + commit.name() + " already");
      return;
    }
    HistoryBound bound = bound(depth);
    boolean refIsThere = false;
    if (!ref.isEmpty() && !mirror.getObjectDatabase().has(commit)) {
      refIsThere = tryFetch(spec(ref), bound);
      if (!refIsThere) {
        log.line(ref + " is not in the repository any more; asking for the commit itself");
      }
    }
    if (!isHere(commit, depth)) {
      tryFetch(new RefSpec(commit.name() + ":" + kept(commit.name())), bound);
    }
    if (refIsThere && !mirror.getObjectDatabase().has(commit) && depth > 0) {
      log.line("the commit is further back than " + depth + " commits; fetching the whole history");
      tryFetch(spec(ref), new HistoryBound.Whole());
    }
    if (!mirror.getObjectDatabase().has(commit)) {
      throw StageFailure.user(gone(ref, commit, refIsThere));
    }
  }

  private String gone(String ref, ObjectId commit, boolean refIsThere) {
    String where = ref.isEmpty() || refIsThere ? "" : ", and neither is " + ref;
    return "tried to check out commit %s but it is not in the repository (any more)%s; push it again"
        .formatted(commit.name(), where);
  }

  /** Fetches heads for another purpose than a checkout. False if the server does not have it. */
  boolean tryFetch(RefSpec spec, HistoryBound bound) throws GitAPIException, InterruptedException {
    try {
      remote.fetch(mirror, List.of(spec), bound, log);
      return true;
    } catch (GitAPIException | RuntimeException e) {
      Optional<StageFailure> failure = GitFailures.remote(e, remote.url(), log);
      if (failure.isPresent()) {
        throw failure.get();
      }
      if (isAbsence(GitFailures.words(e))) {
        return false;
      }
      throw e;
    }
  }

  static RefSpec spec(String ref) {
    boolean tag = ref.startsWith(Constants.R_TAGS);
    return new RefSpec("+" + ref + ":" + (tag ? ref : kept(ref)));
  }

  private static String kept(String name) {
    try (ObjectInserter hasher = new ObjectInserter.Formatter()) {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      return "refs/hearth/" + hasher.idFor(Constants.OBJ_BLOB, bytes).name();
    }
  }

  /** Whether the words say that the server lacks what we asked for, as servers say it. */
  private static boolean isAbsence(String words) {
    return words.contains("does not have")
        || words.contains("not our ref")
        || (words.contains("want ") && words.contains("not valid"))
        || words.contains("unadvertised object")
        || words.contains("no commits selected for shallow requests");
  }

  private boolean isHere(ObjectId commit, int depth) throws IOException {
    return mirror.getObjectDatabase().has(commit) && !Shallow.of(mirror, commit, depth).lacking();
  }

  private HistoryBound bound(int depth) throws IOException {
    boolean shallow = !mirror.getObjectDatabase().getShallowCommits().isEmpty();
    boolean empty = mirror.getRefDatabase().getRefs().isEmpty();
    if (depth > 0 && (shallow || empty)) {
      return new HistoryBound.Commits(depth);
    }
    return shallow ? new HistoryBound.Whole() : new HistoryBound.AsTheMirror();
  }
}
