package dev.hearth.dispatcher.doctor;

import dev.hearth.protocol.etcd.Transaction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Something that must not be so. While the farm works, it may be seen for a moment: only what is
 * seen twice, some seconds apart, is one.
 *
 * @param kind one or two words, the same for all of a kind
 * @param subject what it is about: a key, a build, an agent
 * @param sentence for people
 * @param cure adds to a change what mends it, with the guards that it still is as it was seen; null
 *     where the leader's ordinary work mends it, or a person must
 */
public record Violation(
    String kind, String subject, String sentence, @Nullable Consumer<Transaction.Builder> cure) {
  public static Violation of(String kind, String subject, String sentence) {
    return new Violation(kind, subject, sentence, null);
  }

  /** Whether both tell of the same. */
  public boolean is(Violation other) {
    return kind.equals(other.kind) && subject.equals(other.subject);
  }
}
