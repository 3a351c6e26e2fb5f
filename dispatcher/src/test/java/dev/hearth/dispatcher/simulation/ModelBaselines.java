package dev.hearth.dispatcher.simulation;

import dev.hearth.dispatcher.sql.Baseline;
import dev.hearth.dispatcher.sql.HeadBaselines;
import dev.hearth.dispatcher.sql.KnownHead;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.ProjectId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** {@link HeadBaselines} in memory. */
final class ModelBaselines implements HeadBaselines {
  private final Map<ProjectId, Baseline> all = new HashMap<>();

  @Override
  public Baseline find(ProjectId project) {
    return all.getOrDefault(project, Baseline.NONE);
  }

  @Override
  public void take(ProjectId project, String gitKey, Map<String, Commit> heads, Instant at) {
    all.put(project, new Baseline(gitKey, "", Map.of()));
    move(project, heads, at);
  }

  @Override
  public void move(ProjectId project, Map<String, Commit> heads, Instant at) {
    Baseline old = find(project);
    Map<String, KnownHead> moved = new HashMap<>(old.heads());
    heads.forEach((ref, commit) -> moved.put(ref, new KnownHead(commit, at)));
    all.put(project, new Baseline(old.gitKey(), old.problem(), moved));
  }

  @Override
  public void tell(ProjectId project, String problem) {
    Baseline old = find(project);
    all.put(project, new Baseline(old.gitKey(), problem, old.heads()));
  }
}
