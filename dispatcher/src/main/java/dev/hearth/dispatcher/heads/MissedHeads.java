package dev.hearth.dispatcher.heads;

import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.sql.KnownHead;
import dev.hearth.protocol.Commit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison of heads found. Pure. A ref stands where its last accepted push put it, or
 * where the baseline has it if that is newer; if the Git host says otherwise, a hook was missed.
 *
 * @param missed to be built, by ref
 * @param moved refs that are not built by the project's rules and stand elsewhere now: they join
 *     the baseline, so that a later change of the rules builds nothing old
 */
record MissedHeads(List<Missed> missed, Map<String, Commit> moved) {
  /**
   * A head without a build.
   *
   * @param before the last accepted head of the ref; null for none
   */
  record Missed(String ref, Commit commit, @Nullable Commit before) {}

  /**
   * @param remote the Git host's refs, read after {@code accepted}
   * @param accepted the last accepted heads
   */
  static MissedHeads of(
      Project project,
      Map<String, Commit> remote,
      Map<String, KnownHead> accepted,
      Map<String, KnownHead> baseline) {
    List<Missed> missed = new ArrayList<>();
    Map<String, Commit> moved = new HashMap<>();
    remote.entrySet().stream()
        .filter(one -> isBranchOrTag(one.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .forEach(one -> {
          String ref = one.getKey();
          Commit commit = one.getValue();
          KnownHead head = accepted.get(ref);
          KnownHead base = baseline.get(ref);
          if (!project.builds(ref)) {
            if (base == null || !base.commit().equals(commit)) {
              moved.put(ref, commit);
            }
            return;
          }
          KnownHead last = later(head, base);
          if (last == null || !last.commit().equals(commit)) {
            missed.add(new Missed(ref, commit, head == null ? null : head.commit()));
          }
        });
    return new MissedHeads(missed, moved);
  }

  static boolean isBranchOrTag(String ref) {
    return ref.startsWith("refs/heads/") || ref.startsWith("refs/tags/");
  }

  private static @Nullable KnownHead later(@Nullable KnownHead head, @Nullable KnownHead base) {
    if (head == null || base == null) {
      return head == null ? base : head;
    }
    return base.at().isAfter(head.at()) ? base : head;
  }
}
