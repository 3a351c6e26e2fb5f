package dev.hearth.agent.checkout;

import dev.hearth.agent.LogSink;
import dev.hearth.agent.StageFailure;
import dev.hearth.gitclient.GitAccess;
import dev.hearth.protocol.FailureKind;
import dev.hearth.protocol.GitUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;

/**
 * Gets a commit onto the host: fetches into the project's mirror what it lacks, copies the commit
 * with its history into a work tree, and does the same for its submodules. Nothing that the
 * repository holds is executed.
 */
public final class Checkout {
  private static final int MOST_SUBMODULES = 64;
  private static final int DEEPEST_SUBMODULE = 5;

  private final GitMirrors mirrors;
  private final GitAccess access;

  public Checkout(GitMirrors mirrors, GitAccess access) {
    this.mirrors = mirrors;
    this.access = access;
  }

  /**
   * Checks the commit out. Run it on a virtual thread: then an interrupt ends it at once, also
   * while a server is silent.
   *
   * @param workTree an empty directory, or one that is not there yet
   * @throws StageFailure if it cannot be had
   */
  public void run(CheckoutRequest request, Path workTree, LogSink log) throws InterruptedException {
    if (request.commit().value().length() != Constants.OBJECT_ID_STRING_LENGTH) {
      throw StageFailure.user(
          "tried to check out commit %s but repositories with SHA-256 are not supported"
              .formatted(request.commit()));
    }
    GitUrl url = parsed(request.gitUrl());
    log.line("fetching " + request.commit() + " from " + url);
    Run run = new Run(request, url, log);
    try {
      Files.createDirectories(workTree);
      run.repository(
          url,
          GitMirrors.PROJECT,
          request.ref(),
          ObjectId.fromString(request.commit().value()),
          new WorkTree(workTree),
          0);
    } catch (IOException | JGitInternalException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the checkout was cancelled");
      }
      if (GitFailures.isFull(e)) {
        throw StageFailure.lost("tried to write the work tree but this host's disk is full", e);
      }
      throw new StageFailure(
          FailureKind.INFRASTRUCTURE,
          "tried to write the work tree but " + GitFailures.words(e) + "; check the host's disk",
          e);
    }
  }

  private static GitUrl parsed(String url) {
    try {
      return GitUrl.parse(url);
    } catch (IllegalArgumentException e) {
      throw StageFailure.user("tried to fetch from the project's Git URL but " + e.getMessage());
    }
  }

  /** One checkout, with what it has used up so far. */
  private final class Run {
    private final CheckoutRequest request;
    private final GitUrl own;
    private final LogSink log;
    private long bytesLeft;
    private int submodules;

    Run(CheckoutRequest request, GitUrl own, LogSink log) {
      this.request = request;
      this.own = own;
      this.log = log;
      this.bytesLeft = request.maxBytes();
    }

    void repository(
        GitUrl url, String mirrorName, String ref, ObjectId commit, WorkTree tree, int depth)
        throws IOException, InterruptedException {
      FetchProgress progress = new FetchProgress(log);
      GitRemote remote = new GitRemote(url, request.credential().onlyFor(own, url), access);
      ObjectCopy.Copied copied =
          mirrors.use(
              request.project(),
              mirrorName,
              log,
              mirror -> {
                new CommitFetch(mirror, remote, log).fetch(ref, commit, request.depth());
                return ObjectCopy.copy(mirror, commit, request.depth(), tree.create(), progress);
              });
      try (Repository repository = tree.open()) {
        CommitTree contents = CommitTree.of(repository, commit, bytesLeft);
        bytesLeft -= contents.bytes();
        tree.checkOut(commit, ref, copied, url, progress);
        log.line(
            "checked out %s: %d files, %d bytes, %d commits of history left out"
                .formatted(
                    commit.name(), contents.files(), contents.bytes(), copied.shallow().size()));
        if (contents.largeFileStorage()) {
          log.line(
              "warning: .gitattributes names Git LFS (filter=lfs), which is not fetched; those files"
                  + " are small pointers in the work tree");
        }
        if (request.submodules()) {
          submodules(repository, commit, contents, url, tree, depth);
        } else if (!contents.submodules().isEmpty()) {
          log.line(contents.submodules().size() + " submodules left empty, as the project says");
        }
      }
    }

    private void submodules(
        Repository repository,
        ObjectId commit,
        CommitTree contents,
        GitUrl base,
        WorkTree tree,
        int depth)
        throws IOException, InterruptedException {
      var list = SubmoduleList.of(repository, commit, contents);
      if (list.size() < contents.submodules().size()) {
        log.line("warning: some submodules are not in .gitmodules; their folders stay empty");
      }
      for (SubmoduleList.Submodule submodule : list) {
        if (++submodules > MOST_SUBMODULES || depth >= DEEPEST_SUBMODULE) {
          throw StageFailure.user(
              "tried to check out the submodules but there are more than %d, or more than %d levels"
                  .formatted(MOST_SUBMODULES, DEEPEST_SUBMODULE));
        }
        GitUrl url = resolved(base, submodule);
        Path place = place(tree.directory(), submodule.path());
        log.line("submodule " + submodule.path() + ": fetching from " + url);
        tree.register(submodule.name(), url);
        repository(
            url, "module-" + hash(url), "", submodule.commit(), new WorkTree(place), depth + 1);
      }
    }

    private GitUrl resolved(GitUrl base, SubmoduleList.Submodule submodule) {
      String tried = "tried to fetch the submodule " + submodule.path() + " but ";
      Optional<GitUrl> url;
      try {
        url = base.resolve(submodule.url());
      } catch (IllegalArgumentException e) {
        throw StageFailure.user(tried + "its URL in .gitmodules is refused: " + e.getMessage());
      }
      if (url.isEmpty()) {
        throw StageFailure.user(tried + "its relative URL leads above the Git host");
      }
      return url.get();
    }

    /** The folder that the checkout has made for it, reached through no link. */
    private Path place(Path root, String path) {
      Path place = root;
      for (String component : path.split("/", -1)) {
        place = place.resolve(component);
        if (component.isEmpty()
            || component.equals("..")
            || !Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
          throw StageFailure.user(
              "tried to check out the submodule %s but that is no folder of the commit"
                  .formatted(path));
        }
      }
      return place;
    }

    private static String hash(GitUrl url) {
      try (ObjectInserter hasher = new ObjectInserter.Formatter()) {
        byte[] bytes = url.toString().getBytes(StandardCharsets.UTF_8);
        return hasher.idFor(Constants.OBJ_BLOB, bytes).name();
      }
    }
  }
}
