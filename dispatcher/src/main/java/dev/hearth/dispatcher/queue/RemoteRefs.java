package dev.hearth.dispatcher.queue;

import dev.hearth.dispatcher.projects.Project;
import dev.hearth.protocol.Commit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a Git host says of a project's repository. */
public interface RemoteRefs {
  /**
   * Asks the Git host; takes some seconds at most.
   *
   * @throws dev.hearth.dispatcher.RefusedException {@code IMPOSSIBLE} with one sentence if the host
   *     does not answer, or not to us
   */
  Refs of(Project project);

  /**
   * The refs of a repository.
   *
   * @param commits by full name; an annotated tag is given as the commit that it points at
   * @param head the full name of the branch that the remote's HEAD names; null if that is unknown
   */
  record Refs(Map<String, Commit> commits, @Nullable String head) {
    public Refs {
      commits = Map.copyOf(commits);
    }
  }
}
