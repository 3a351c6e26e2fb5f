package dev.hearth.dispatcher.agents;

import dev.hearth.dispatcher.api.BuildView;
import dev.hearth.dispatcher.api.Builds;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.ProjectEntry;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.Limits;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.TaskOrder;
import java.util.Optional;

/**
 * Whose log may be written, and how far. An attempt that has ended may still send what is missing
 * of its log: an agent that comes back fills the gap.
 */
public final class LogRights {
  /** Beyond the project's limit, for the lines that the agent itself writes. */
  private static final long SLACK = 1 << 20;

  private final StandingTasks tasks;
  private final Builds builds;
  private final CachedProjects projects;

  public LogRights(StandingTasks tasks, Builds builds, CachedProjects projects) {
    this.tasks = tasks;
    this.builds = builds;
    this.projects = projects;
  }

  /** How many bytes the attempt's log may have; empty if the attempt never was this agent's. */
  Optional<Long> bound(AgentId agent, AttemptId attempt) {
    Optional<TaskOrder> task = tasks.standing(agent, attempt);
    if (task.isPresent()) {
      return Optional.of(task.get().recipe().limits().log() + SLACK);
    }
    return builds
        .find(attempt.build())
        .map(BuildView::record)
        .filter(build -> was(build, agent, attempt))
        .map(build -> Math.max(limit(build.request().project()) + SLACK, build.logLength()));
  }

  private static boolean was(BuildRecord build, AgentId agent, AttemptId attempt) {
    var placement = build.placement();
    boolean newest =
        attempt.equals(build.newestAttempt())
            && placement != null
            && placement.agent().equals(agent);
    return newest
        || build.lost().stream()
            .anyMatch(lost -> lost.attempt().equals(attempt) && lost.agent().equals(agent));
  }

  private long limit(ProjectId project) {
    return projects
        .remembered(project)
        .map(ProjectEntry::project)
        .map(one -> one.limits().log())
        .orElse(Limits.DEFAULT.log());
  }
}
