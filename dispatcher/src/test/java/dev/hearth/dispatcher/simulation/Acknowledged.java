package dev.hearth.dispatcher.simulation;

import dev.hearth.dispatcher.queue.Acceptance;
import dev.hearth.dispatcher.queue.Submission;
import dev.hearth.protocol.BuildId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the farm has said yes to. */
final class Acknowledged {
  private final Set<BuildId> builds = new HashSet<>();
  private final Map<String, BuildId> byKey = new HashMap<>();
  private final List<String> contradictions = new ArrayList<>();

  void add(Submission submission, Acceptance answer) {
    builds.add(answer.build());
    if (submission.key() != null) {
      BuildId before = byKey.putIfAbsent(submission.key(), answer.build());
      if (before != null && !before.equals(answer.build())) {
        contradictions.add(submission.key() + " was answered with two builds");
      }
    }
  }

  Set<BuildId> builds() {
    return builds;
  }

  List<String> contradictions() {
    return contradictions;
  }
}
