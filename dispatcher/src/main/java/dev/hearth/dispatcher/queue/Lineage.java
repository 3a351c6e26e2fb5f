package dev.hearth.dispatcher.queue;

import dev.hearth.protocol.Commit;
import dev.hearth.protocol.Head;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which of two heads of a ref is the newer one: decided by ancestry, as the pushes tell it, and not
 * by the order in which their hooks arrive.
 */
sealed interface Lineage {
  /** The pushed commit is the newest that is known. */
  record Newest() implements Lineage {}

  /** A push that begins at this commit is known already: it came late. */
  record Overtaken() implements Lineage {}

  /** Neither is the other's parent, or each is: the Git host must say. */
  record Unknown() implements Lineage {}

  /**
   * Places a push.
   *
   * @param head the last accepted head of the ref; null for none
   * @param knownBefores where other known pushes of this ref began; asked only where that decides
   */
  static Lineage of(
      @Nullable Head head,
      @Nullable Commit before,
      Commit commit,
      Supplier<Set<Commit>> knownBefores) {
    if (head == null) {
      return new Newest();
    }
    if (commit.equals(before) || commit.equals(head.after())) {
      return new Newest();
    }
    if (head.after().equals(before)) {
      // There and back again: the hooks of both may have come in either order.
      return commit.equals(head.before()) ? new Unknown() : new Newest();
    }
    if (commit.equals(head.before()) || knownBefores.get().contains(commit)) {
      return new Overtaken();
    }
    return new Unknown();
  }
}
