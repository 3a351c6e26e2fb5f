package dev.hearth.dispatcher.farm;

import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.Cause;
import java.util.Comparator;
import java.util.Optional;

/**
 * Where a pushed head stands among those of its project: by branch, and in it by the order in which
 * they were accepted.
 *
 * @param build empty for a bound, which stands before all builds of its sequence
 */
record HeadPlace(String ref, long sequence, String build) implements Comparable<HeadPlace> {
  private static final Comparator<HeadPlace> ORDER =
      Comparator.comparing(HeadPlace::ref)
          .thenComparingLong(HeadPlace::sequence)
          .thenComparing(HeadPlace::build);

  /** Where a build stands; empty for a tag's or a manual one, which gives way to no other. */
  static Optional<HeadPlace> of(BuildRecord build) {
    BuildRequest request = build.request();
    return request.headSequence() > 0
            && request.cause() != Cause.MANUAL
            && request.ref().startsWith("refs/heads/")
        ? Optional.of(new HeadPlace(request.ref(), request.headSequence(), build.id().value()))
        : Optional.empty();
  }

  /** Before all of a branch. */
  static HeadPlace first(String ref) {
    return new HeadPlace(ref, 0, "");
  }

  /** Behind all of a branch. */
  static HeadPlace last(String ref) {
    return new HeadPlace(ref, Long.MAX_VALUE, "");
  }

  @Override
  public int compareTo(HeadPlace other) {
    return ORDER.compare(this, other);
  }
}
