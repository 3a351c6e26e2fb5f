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

  /** Neither is the other's parent: the Git host must say. */
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
    boolean followsTheHead = commit.equals(before) || head.after().equals(before);
    if (followsTheHead || commit.equals(head.after())) {
      return new Newest();
    }
    if (commit.equals(head.before()) || knownBefores.get().contains(commit)) {
      return new Overtaken();
    }
    return new Unknown();
  }
}
