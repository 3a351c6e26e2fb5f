package dev.hearth.dispatcher.leader;

import dev.hearth.dispatcher.farm.BuildTable;
import dev.hearth.dispatcher.farm.ProjectBuilds;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectLookup;
import dev.hearth.dispatcher.projects.ProjectTable;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.StopKind;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The builds that give way to a newer head of their branch. */
final class Overtaken {
  private Overtaken() {}

  /** The stops of all that can still be stopped, by build. */
  static Map<BuildId, Action> stops(BuildTable builds, ProjectTable projects, Instant now) {
    Map<BuildId, Action> stops = new HashMap<>();
    for (ProjectBuilds project : builds.projects()) {
      if (!project.contested().isEmpty() && supersedes(projects.lookup(project.project()))) {
        for (String ref : project.contested()) {
          BuildRequest newest = project.newest(ref).value().request();
          project
              .overtaken(ref)
              .filter(Overtaken::canStop)
              .forEach(build -> stops.put(build.value().id(), stop(build, newest, now)));
        }
      }
    }
    return stops;
  }

  private static boolean supersedes(ProjectLookup project) {
    return project instanceof ProjectLookup.Found(Project found) && found.supersede();
  }

  private static boolean canStop(Versioned<BuildRecord> build) {
    BuildState state = build.value().state();
    return build.value().stop() == null
        && (state instanceof BuildState.Queued || state instanceof BuildState.Assigned);
  }

  private static Action stop(Versioned<BuildRecord> build, BuildRequest newest, Instant now) {
    String why = newest.title() + " builds a newer head of " + newest.refName();
    return new Action.Stop(build, new StopOrder(StopKind.SUPERSEDED, Decisions.FARM, why, now));
  }
}
