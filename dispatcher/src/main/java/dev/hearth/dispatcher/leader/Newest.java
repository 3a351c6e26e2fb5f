package dev.hearth.dispatcher.leader;

import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.etcd.Versioned;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The newest head of each branch among the builds that are under way or have just ended. */
final class Newest {
  /** By project and by ref, as text: asked for each of thousands of builds in each round. */
  private final Map<String, Map<String, BuildRequest>> byBranch = new HashMap<>();

  private Newest() {}

  static Newest of(Iterable<Versioned<BuildRecord>> builds) {
    Newest newest = new Newest();
    for (Versioned<BuildRecord> build : builds) {
      BuildRequest request = build.value().request();
      if (isPushedHead(request)) {
        newest
            .byBranch
            .computeIfAbsent(request.project().value(), _ -> new HashMap<>())
            .merge(request.ref(), request, Newest::newer);
      }
    }
    return newest;
  }

  /** The newer build that takes the place of this one; never of a tag's or a manual one. */
  Optional<BuildRequest> thatSupersedes(BuildRequest request) {
    if (!isPushedHead(request)) {
      return Optional.empty();
    }
    BuildRequest newest =
        byBranch.getOrDefault(request.project().value(), Map.of()).get(request.ref());
    return newest != null && newest.headSequence() > request.headSequence()
        ? Optional.of(newest)
        : Optional.empty();
  }

  private static BuildRequest newer(BuildRequest one, BuildRequest other) {
    return one.headSequence() >= other.headSequence() ? one : other;
  }

  private static boolean isPushedHead(BuildRequest request) {
    return request.headSequence() > 0
        && request.cause() != Cause.MANUAL
        && request.ref().startsWith("refs/heads/");
  }
}
