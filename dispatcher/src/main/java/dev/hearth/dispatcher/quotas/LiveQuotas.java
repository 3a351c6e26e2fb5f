package dev.hearth.dispatcher.quotas;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.farm.BuildTable;
import dev.hearth.dispatcher.farm.ProjectBuilds;
import dev.hearth.dispatcher.projects.ProjectLookup;
import dev.hearth.dispatcher.projects.ProjectTable;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.ProjectName;
import dev.hearth.protocol.etcd.Versioned;
import java.util.function.Supplier;

/** The quotas beside what is under way just now. Thread-safe. */
public final class LiveQuotas {
  private final Supplier<Quotas> quotas;
  private final Supplier<BuildTable> builds;
  private final ProjectTable projects;

  /**
   * @param quotas as they are known; never blocks
   * @param builds as far as they are known without asking etcd
   */
  public LiveQuotas(Supplier<Quotas> quotas, Supplier<BuildTable> builds, ProjectTable projects) {
    this.quotas = quotas;
    this.builds = builds;
    this.projects = projects;
  }

  /** Of all quotas. */
  public QuotaUse use() {
    return use(quotas.get());
  }

  /** Also of this holder, should it have no quota. */
  public QuotaUse use(Holder holder) {
    return use(quotas.get().with(holder));
  }

  private QuotaUse use(Quotas bounds) {
    QuotaUse use = new QuotaUse(bounds);
    if (bounds.isEmpty()) {
      return use;
    }
    BuildTable now = builds.get();
    for (Versioned<BuildRecord> build : now.begun()) {
      if (build.value().state() instanceof BuildState.Assigned) {
        BuildRequest request = build.value().request();
        use.runs(nameOf(request, projects), request.asker());
      }
    }
    now.projects().forEach(project -> countWaiting(project, use));
    return use;
  }

  /** What waits is counted by project and asker, not one by one: there may be thousands. */
  private void countWaiting(ProjectBuilds project, QuotaUse use) {
    for (String asker : project.askers()) {
      var waiting = project.untried(asker);
      use.waits(
          nameOf(waiting.iterator().next().value().request(), projects), asker, waiting.size());
    }
    for (Versioned<BuildRecord> build : project.tried()) {
      BuildRequest request = build.value().request();
      use.waits(nameOf(request, projects), request.asker(), 1);
    }
  }

  /**
   * Refuses a build that somebody asks for by hand where too many wait already. What is counted may
   * be some milliseconds old: of several that come at once a few more can pass.
   *
   * @throws RefusedException {@code TOO_MANY}, with what to do
   */
  public void requireRoom(ProjectName project, String asker) {
    use()
        .againstWaiting(project, asker)
        .ifPresent(why -> {
          throw RefusedException.tooMany("tried to ask for a build of " + project + ", but " + why);
        });
  }

  /** What a build's project is called now, or was called if it is not known any more. */
  public static ProjectName nameOf(BuildRequest request, ProjectTable projects) {
    return projects.lookup(request.project()) instanceof ProjectLookup.Found(var project)
        ? project.name()
        : request.projectName();
  }
}
