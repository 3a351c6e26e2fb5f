package dev.hearth.agent.checkout;

import dev.hearth.agent.LogSink;
import dev.hearth.agent.StageFailure;
import dev.hearth.gitclient.Causes;
import dev.hearth.gitclient.GitAccess;
import dev.hearth.gitclient.GitHostException;
import dev.hearth.protocol.GitUrl;
import dev.hearth.protocol.RefGlob;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.RefSpec;

/**
 * Says whether a commit that was checked out is the remote's head of a protected branch, or its
 * ancestor. The server is asked, for what the request claims does not count. The mirror is mostly
 * shallow, so of a branch's history only what is not older than the commit is fetched: an ancestor
 * is there. (One whose date lies more than a day after its descendants' is missed, and counts as
 * unprotected, which is the safe side.)
 */
public final class ProtectedBranches {
  private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);
  private static final int MOST_BRANCHES = 32;
  private static final List<Integer> DEEPER = List.of(50, 500, 5000);

  private final GitMirrors mirrors;
  private final GitAccess access;

  public ProtectedBranches(GitMirrors mirrors, GitAccess access) {
    this.mirrors = mirrors;
    this.access = access;
  }

  /**
   * @param globs of branches' names; empty: the remote's HEAD
   * @throws StageFailure if the server cannot be asked
   */
  public Protection check(CheckoutRequest request, List<String> globs, LogSink log)
      throws InterruptedException {
    GitUrl url = GitUrl.parse(request.gitUrl());
    GitRemote remote = new GitRemote(url, request.credential(), access);
    ObjectId commit = ObjectId.fromString(request.commit().value());
    Map<String, ObjectId> heads = protectedHeads(remote, globs, log);
    for (Map.Entry<String, ObjectId> head : heads.entrySet()) {
      if (head.getValue().equals(commit)) {
        return new Protection.Protected(head.getKey());
      }
    }
    if (heads.isEmpty()) {
      return new Protection.Unprotected("the remote has no protected branch");
    }
    Optional<String> branch =
        mirrors.use(
            request.project(),
            GitMirrors.PROJECT,
            log,
            mirror -> holder(mirror, remote, heads, commit, log));
    return branch
        .<Protection>map(Protection.Protected::new)
        .orElseGet(() ->
            new Protection.Unprotected(
                "the commit is not in " + String.join(", ", heads.keySet())));
  }

  private static Map<String, ObjectId> protectedHeads(
      GitRemote remote, List<String> globs, LogSink log) throws InterruptedException {
    Collection<Ref> refs;
    try {
      refs = remote.heads();
    } catch (GitHostException e) {
      log.line("git: " + Causes.of(e).spoken());
      throw GitFailures.ofHost(e, e.sentence("ask " + remote.url() + " for its branches"), e);
    }
    Map<String, ObjectId> heads = new TreeMap<>();
    for (Ref ref : refs) {
      ObjectId id = ref.getObjectId();
      if (id == null) {
        continue;
      }
      if (globs.isEmpty() && ref.getName().equals(Constants.HEAD)) {
        heads.put(Repository.shortenRefName(ref.getLeaf().getName()), id);
      } else if (ref.getName().startsWith(Constants.R_HEADS)) {
        String branch = ref.getName().substring(Constants.R_HEADS.length());
        if (RefGlob.any(globs, branch)) {
          heads.put(branch, id);
        }
      }
    }
    return heads;
  }

  private static Optional<String> holder(
      Repository mirror,
      GitRemote remote,
      Map<String, ObjectId> heads,
      ObjectId commit,
      LogSink log)
      throws IOException, GitAPIException, InterruptedException {
    for (Map.Entry<String, ObjectId> head : heads.entrySet()) {
      if (isAncestor(mirror, commit, head.getValue())) {
        return Optional.of(head.getKey());
      }
    }
    CommitFetch fetch = new CommitFetch(mirror, remote, log);
    int asked = 0;
    for (Map.Entry<String, ObjectId> head : heads.entrySet()) {
      if (++asked > MOST_BRANCHES) {
        log.line(
            "more than " + MOST_BRANCHES + " branches are protected; the rest is not looked at");
        break;
      }
      bringHistory(mirror, fetch, head.getKey(), head.getValue(), commit);
      if (isAncestor(mirror, commit, head.getValue())) {
        return Optional.of(head.getKey());
      }
    }
    return Optional.empty();
  }

  private static void bringHistory(
      Repository mirror, CommitFetch fetch, String branch, ObjectId head, ObjectId commit)
      throws IOException, GitAPIException, InterruptedException {
    Instant oldest = madeAt(mirror, commit).minus(CLOCKS_DIFFER);
    boolean whole = mirror.getObjectDatabase().getShallowCommits().isEmpty();
    if (!mirror.getObjectDatabase().has(head)) {
      RefSpec spec =
          branch.equals(Constants.HEAD)
              ? new RefSpec("+HEAD:refs/hearth/HEAD")
              : CommitFetch.spec(Constants.R_HEADS + branch);
      fetch.tryFetch(spec, whole ? new HistoryBound.AsTheMirror() : new HistoryBound.Since(oldest));
      return;
    }
    // JGit asks for nothing by date when it has the head, but it does so by depth
    for (int depth : DEEPER) {
      if (reaches(mirror, head, oldest)) {
        return;
      }
      fetch.tryFetch(new RefSpec(head.name()), new HistoryBound.Commits(depth));
    }
  }

  /** Whether all that the mirror lacks of a history is older. */
  private static boolean reaches(Repository mirror, ObjectId head, Instant oldest)
      throws IOException {
    for (ObjectId end : Shallow.of(mirror, head, 0).cut()) {
      if (!madeAt(mirror, end).isBefore(oldest)) {
        return false;
      }
    }
    return true;
  }

  private static Instant madeAt(Repository mirror, ObjectId commit) throws IOException {
    try (RevWalk walk = new RevWalk(mirror)) {
      return walk.parseCommit(commit).getCommitterIdent().getWhenAsInstant();
    }
  }

  private static boolean isAncestor(Repository mirror, ObjectId commit, ObjectId head)
      throws IOException {
    if (!mirror.getObjectDatabase().has(head) || !mirror.getObjectDatabase().has(commit)) {
      return false;
    }
    try (RevWalk walk = new RevWalk(mirror)) {
      RevCommit older = walk.parseCommit(commit);
      return walk.isMergedInto(older, walk.parseCommit(head));
    } catch (MissingObjectException _) {
      return false;
    }
  }
}
