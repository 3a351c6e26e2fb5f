package dev.hearth.dispatcher.queue;

import dev.hearth.dispatcher.projects.Project;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A build that somebody wants.
 *
 * @param ref the full name; empty for a bare commit
 * @param before where the push says that the ref stood; null if unknown, or if the ref was new
 * @param asHead whether the commit is the ref's head, so that its build may move tags
 * @param key the hook's delivery id or the client's idempotency key; null for none
 */
public record Submission(
    Project project,
    String ref,
    Commit commit,
    @Nullable Commit before,
    Cause cause,
    boolean asHead,
    List<String> tags,
    boolean cache,
    String by,
    @Nullable String key) {
  public Submission {
    tags = List.copyOf(tags);
  }

  boolean isManual() {
    return cause == Cause.MANUAL;
  }
}
