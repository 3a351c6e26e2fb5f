package dev.hearth.dispatcher.sql;

import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.Head;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where refs stand, as far as ended builds tell it. Pure. */
public final class ArchivedHeads {
  private ArchivedHeads() {}

  /**
   * @param newestFirst the ended builds of one project
   */
  public static List<Head> of(Stream<BuildRecord> newestFirst) {
    Map<String, BuildRecord> counted = new HashMap<>();
    Map<String, Long> sequences = new HashMap<>();
    newestFirst
        .filter(build -> build.request().headSequence() > 0)
        .forEach(build -> {
          BuildRequest request = build.request();
          sequences.merge(request.ref(), request.headSequence(), Math::max);
          if (counts(build)) {
            counted.merge(request.ref(), build, ArchivedHeads::later);
          }
        });
    List<Head> heads = new ArrayList<>();
    counted.forEach((ref, build) -> {
      BuildRequest request = build.request();
      heads.add(
          new Head(
              ref,
              request.before(),
              request.commit(),
              sequences.getOrDefault(ref, request.headSequence()),
              build.id(),
              request.number(),
              request.acceptedAt(),
              request.cause()));
    });
    return heads;
  }

  /** Whether the push was seen to its end: not if a newer one, or the loss of etcd, ended it. */
  private static boolean counts(BuildRecord build) {
    boolean lostWithEtcd = build.state() instanceof BuildState.Lost lost && lost.attempts() == 0;
    return !lostWithEtcd && !(build.state() instanceof BuildState.Superseded);
  }

  private static BuildRecord later(BuildRecord one, BuildRecord other) {
    return one.request().headSequence() >= other.request().headSequence() ? one : other;
  }
}
