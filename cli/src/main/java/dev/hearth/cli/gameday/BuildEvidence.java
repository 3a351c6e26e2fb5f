package dev.hearth.cli.gameday;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All that is known of one build after the game.
 *
 * @param title {@code team/app#42}
 * @param acknowledged whether a hook was answered with it
 * @param end the state in which the archive has it; empty if it has not ended
 * @param reason its sentence
 * @param ends all ends that were ever seen of it in etcd: one, or none if it was archived at once
 * @param rose whether it was seen alive after an end
 * @param logs by attempt's number
 * @param images what each of its images holds, by image's reference; only of a success
 */
record BuildEvidence(
    String id,
    String title,
    String ref,
    String commit,
    Instant acceptedAt,
    boolean acknowledged,
    String end,
    String reason,
    List<String> ends,
    boolean rose,
    Map<Integer, LogEvidence> logs,
    Map<String, String> images) {
  BuildEvidence {
    ends = List.copyOf(ends);
    logs = Map.copyOf(logs);
    images = Map.copyOf(images);
  }

  boolean succeeded() {
    return end.equals("succeeded");
  }
}
