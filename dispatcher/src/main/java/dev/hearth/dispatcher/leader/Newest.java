package dev.hearth.dispatcher.leader;

import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.etcd.Versioned;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The newest head of each branch among the builds that are under way or have just ended. */
final class Newest {
  private final Map<Branch, BuildRequest> byBranch = new HashMap<>();

  private Newest() {}

  static Newest of(Iterable<Versioned<BuildRecord>> builds) {
    Newest newest = new Newest();
    for (Versioned<BuildRecord> build : builds) {
      BuildRequest request = build.value().request();
      if (isPushedHead(request)) {
        newest.byBranch.merge(
            branch(request),
            request,
            (one, other) -> one.headSequence() >= other.headSequence() ? one : other);
      }
    }
    return newest;
  }

  /** The newer build that takes the place of this one; never of a tag's or a manual one. */
  Optional<BuildRequest> thatSupersedes(BuildRequest request) {
    return isPushedHead(request)
        ? Optional.ofNullable(byBranch.get(branch(request)))
            .filter(newest -> newest.headSequence() > request.headSequence())
        : Optional.empty();
  }

  private static boolean isPushedHead(BuildRequest request) {
    return request.headSequence() > 0
        && request.cause() != Cause.MANUAL
        && request.ref().startsWith("refs/heads/");
  }

  private static Branch branch(BuildRequest request) {
    return new Branch(request.project(), request.ref());
  }

  private record Branch(ProjectId project, String ref) {}
}
