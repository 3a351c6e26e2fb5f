package dev.hearth.dispatcher.leader;

import dev.hearth.dispatcher.farm.FarmSnapshot;
import dev.hearth.dispatcher.projects.ProjectTable;
import dev.hearth.dispatcher.quotas.LiveQuotas;
import dev.hearth.dispatcher.quotas.QuotaUse;
import dev.hearth.dispatcher.quotas.Quotas;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.etcd.Versioned;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What runs of each quota: attempts are counted as {@link Pool} counts them on their hosts. */
final class Running {
  private Running() {}

  /** As a leader sees it; costs nothing where there are no quotas. */
  static QuotaUse of(
      FarmSnapshot farm, Collection<Action.Assign> pending, Quotas quotas, ProjectTable projects) {
    QuotaUse use = new QuotaUse(quotas);
    if (quotas.isEmpty()) {
      return use;
    }
    Map<AttemptId, BuildRequest> attempts = new HashMap<>();
    for (Versioned<BuildRecord> build : farm.builds().begun()) {
      if (build.value().state() instanceof BuildState.Assigned assigned) {
        attempts.put(assigned.attempt(), build.value().request());
      }
    }
    for (Action.Assign placed : pending) {
      if (Pool.isUnseen(farm, placed)) {
        attempts.put(Pool.attempt(placed), placed.build().value().request());
      }
    }
    farm.tasks().forEach((attempt, task) -> attempts.put(attempt, task.value().request()));
    attempts
        .values()
        .forEach(request -> use.runs(LiveQuotas.nameOf(request, projects), request.asker()));
    return use;
  }
}
