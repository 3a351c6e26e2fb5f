package dev.hearth.dispatcher.builds;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.queue.RemoteRefs;
import dev.hearth.protocol.Commit;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds out which commit a person means. */
final class RefResolver {
  private static final String HEADS = "refs/heads/";
  private static final String TAGS = "refs/tags/";

  private final RemoteRefs remotes;

  RefResolver(RemoteRefs remotes) {
    this.remotes = remotes;
  }

  /**
   * @param ref the full name; empty for a bare commit
   * @param isHead whether the commit is what the remote says the ref stands at
   */
  record Resolved(String ref, Commit commit, boolean isHead) {}

  /**
   * @throws RefusedException {@code IMPOSSIBLE} if the Git host does not answer or has no such ref
   */
  Resolved resolve(Project project, @Nullable String wanted, @Nullable Commit commit) {
    if (commit != null && wanted == null) {
      return new Resolved("", commit, false);
    }
    RemoteRefs.Refs refs = remotes.of(project);
    String ref = wanted == null ? head(project, refs) : fullName(project, refs, wanted);
    return commit == null
        ? new Resolved(ref, Objects.requireNonNull(refs.commits().get(ref)), true)
        : new Resolved(ref, commit, false);
  }

  private static String head(Project project, RemoteRefs.Refs refs) {
    String head = refs.head();
    if (head == null || !refs.commits().containsKey(head)) {
      throw RefusedException.impossible(
          "tried to build "
              + project.name()
              + " at its repository's HEAD but the remote names no branch there; name a branch, a"
              + " tag or a commit");
    }
    return head;
  }

  private static String fullName(Project project, RemoteRefs.Refs refs, String wanted) {
    return Stream.of(wanted, HEADS + wanted, TAGS + wanted)
        .filter(name -> name.startsWith(HEADS) || name.startsWith(TAGS))
        .filter(refs.commits()::containsKey)
        .findFirst()
        .orElseThrow(() ->
            RefusedException.impossible(
                "tried to build "
                    + project.name()
                    + " at '"
                    + wanted
                    + "' but its repository has no branch or tag of this name; for a commit"
                    + " give its full hash as the commit"));
  }
}
