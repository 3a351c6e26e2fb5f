package dev.hearth.dispatcher.api;

import dev.hearth.protocol.Commit;
import dev.hearth.protocol.ProjectId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks for.
 *
 * @param ref a full ref, or the name of a branch, else of a tag; null: the branch of the remote's
 *     HEAD, unless there is a commit
 * @param commit null: the head of the ref. A build is accepted as the head of its branch, so that
 *     it may move tags, only when this is null
 * @param tags further tags of its images, none of which looks like a commit's
 * @param key the client's idempotency key; null for none
 */
public record ManualRequest(
    ProjectId project,
    @Nullable String ref,
    @Nullable Commit commit,
    List<String> tags,
    boolean cache,
    String by,
    @Nullable String key) {
  public ManualRequest {
    tags = List.copyOf(tags);
  }
}
