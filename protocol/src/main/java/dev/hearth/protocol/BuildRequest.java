package dev.hearth.protocol;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for.
 *
 * @param number in the project, from 1
 * @param ref the full name, {@code refs/heads/…} or {@code refs/tags/…}; empty for a bare commit
 * @param before the commit that the push says the ref stood at; null if unknown
 * @param headSequence the place of this build among the accepted heads of its ref, from 1; 0: it
 *     was not accepted as a head and moves no moving tag
 * @param tags further tags that this build's images get besides the commit's
 * @param by the person, or the part of the farm, that asked
 * @param key the client's idempotency key or the hook's delivery id; null for none
 */
public record BuildRequest(
    ProjectId project,
    ProjectName projectName,
    long number,
    String ref,
    Commit commit,
    @Nullable Commit before,
    Cause cause,
    long headSequence,
    List<String> tags,
    boolean cache,
    String by,
    @Nullable String key,
    Instant acceptedAt) {
  public BuildRequest {
    tags = List.copyOf(tags);
    by = Sentence.cut(by, 100);
  }

  /** {@code team/app#42}. */
  public String title() {
    return projectName + "#" + number;
  }

  /** Who asked for it by hand; empty if no person did. */
  public String asker() {
    return cause == Cause.MANUAL ? by : "";
  }

  /** The branch's or tag's own name; empty for a bare commit. */
  public String refName() {
    return ref.replaceFirst("^refs/(heads|tags)/", "");
  }
}
