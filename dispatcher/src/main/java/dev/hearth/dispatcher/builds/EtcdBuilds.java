package dev.hearth.dispatcher.builds;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.UnavailableException;
import dev.hearth.dispatcher.api.AcceptedBuild;
import dev.hearth.dispatcher.api.BuildFilter;
import dev.hearth.dispatcher.api.BuildList;
import dev.hearth.dispatcher.api.BuildView;
import dev.hearth.dispatcher.api.Builds;
import dev.hearth.dispatcher.api.ManualRequest;
import dev.hearth.dispatcher.api.StopResult;
import dev.hearth.dispatcher.farm.FarmView;
import dev.hearth.dispatcher.hooks.BuildAcceptance;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.publish.TagOwners;
import dev.hearth.dispatcher.queue.Acceptance;
import dev.hearth.dispatcher.queue.RemoteRefs;
import dev.hearth.dispatcher.queue.StopOrders;
import dev.hearth.dispatcher.queue.StopOutcome;
import dev.hearth.dispatcher.queue.Submission;
import dev.hearth.dispatcher.quotas.LiveQuotas;
import dev.hearth.dispatcher.sql.ArchiveQuery;
import dev.hearth.dispatcher.sql.BuildArchive;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.DatabaseDownException;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.ProjectName;
import dev.hearth.protocol.StopKind;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@link Builds}: those under way from the mirrors, the ended ones from the archive. */
public final class EtcdBuilds implements Builds {
  private final KeyValues etcd;
  private final FarmKeys keys;
  private final BuildAcceptance acceptance;
  private final StopOrders stops;
  private final FarmView view;
  private final CachedProjects projects;
  private final BuildArchive archive;
  private final RefResolver refs;
  private final TagOwners tagOwners;
  private final Clock clock;
  private final WhyItWaits why;

  public EtcdBuilds(
      KeyValues etcd,
      FarmKeys keys,
      BuildAcceptance acceptance,
      StopOrders stops,
      FarmView view,
      CachedProjects projects,
      BuildArchive archive,
      RemoteRefs remotes,
      TagOwners tagOwners,
      LiveQuotas quotas,
      Clock clock) {
    this.etcd = etcd;
    this.keys = keys;
    this.acceptance = acceptance;
    this.stops = stops;
    this.view = view;
    this.projects = projects;
    this.archive = archive;
    this.refs = new RefResolver(remotes);
    this.tagOwners = tagOwners;
    this.clock = clock;
    this.why = new WhyItWaits(view::snapshot, quotas, projects);
  }

  @Override
  public AcceptedBuild ask(ManualRequest request) {
    Project project =
        projects
            .find(request.project())
            .orElseThrow(() -> RefusedException.absent("tried to build a project that is gone"))
            .project();
    RefResolver.Resolved wanted = refs.resolve(project, request.ref(), request.commit());
    for (String tag : request.tags()) {
      tagOwners.problem(project, tag).ifPresent(problem -> refuse(problem));
    }
    Submission submission =
        new Submission(
            project,
            wanted.ref(),
            wanted.commit(),
            null,
            Cause.MANUAL,
            wanted.isHead(),
            request.tags(),
            request.cache(),
            request.by(),
            request.key() == null ? null : "manual " + request.key());
    Acceptance accepted = accept(submission);
    return new AcceptedBuild(accepted.build(), project.name(), accepted.number());
  }

  private Acceptance accept(Submission submission) {
    try {
      return acceptance.accept(submission);
    } catch (EtcdUnavailableException e) { // its words say whether anything may have been done
      throw new UnavailableException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Asks the mirror, then etcd itself for a build that was accepted a moment ago. */
  @Override
  public Optional<BuildView> find(BuildId id) {
    return view.build(id)
        .or(() -> answered(() -> etcd.find(keys.build(id))))
        .map(found -> live(found.value()))
        .or(() -> inArchive(() -> archive.find(id)).map(EtcdBuilds::ended));
  }

  @Override
  public Optional<BuildView> find(ProjectName project, long number) {
    LiveBuilds builds = live();
    return builds
        .all()
        .filter(build ->
            build.record().request().number() == number
                && build.record().request().projectName().equals(project))
        .findFirst()
        .map(builds::withWaiting)
        .or(() -> inArchive(() -> archive.find(project, number)).map(EtcdBuilds::ended));
  }

  @Override
  public BuildList list(BuildFilter filter) {
    LiveBuilds builds = live();
    Set<BuildId> seen = new HashSet<>();
    List<BuildView> page =
        Stream.concat(builds.all().filter(filter::takes), archived(filter))
            .filter(build -> seen.add(build.record().id()))
            .sorted(Comparator.comparing((BuildView build) -> build.record().id()).reversed())
            .limit(filter.limit() + 1L)
            .toList();
    boolean more = page.size() > filter.limit();
    List<BuildView> shown = page.stream().limit(filter.limit()).map(builds::withWaiting).toList();
    return new BuildList(shown, more ? shown.getLast().record().id() : null);
  }

  private Stream<BuildView> archived(BuildFilter filter) {
    ArchiveQuery query =
        new ArchiveQuery(
            filter.projects(),
            filter.states(),
            filter.ref(),
            filter.commit(),
            filter.agent(),
            filter.before(),
            filter.limit() + 1);
    return inArchive(() -> archive.list(query)).stream().map(EtcdBuilds::ended);
  }

  @Override
  public StopResult cancel(BuildId id, String by, String why) {
    StopOrder order = new StopOrder(StopKind.CANCELLED, by, why, clock.instant());
    return switch (answered(() -> stops.order(id, order))) {
      case StopOutcome.Ended(BuildRecord build) -> new StopResult.Stopped(ended(build));
      case StopOutcome.Ordered(BuildRecord build) -> new StopResult.Ordered(live(build));
      case StopOutcome.TooLate(BuildRecord build) -> new StopResult.EndedBefore(ended(build));
      case StopOutcome.Absent _ ->
          inArchive(() -> archive.find(id))
              .<StopResult>map(EtcdBuilds::stoppedBefore)
              .orElseGet(StopResult.Absent::new);
    };
  }

  private static StopResult stoppedBefore(BuildRecord build) {
    return switch (build.state()) {
      case BuildState.Cancelled _, BuildState.Superseded _, BuildState.TimedOut _ ->
          new StopResult.Stopped(ended(build));
      case BuildState.Queued _,
          BuildState.Assigned _,
          BuildState.Pushed _,
          BuildState.Succeeded _,
          BuildState.Failed _,
          BuildState.Lost _,
          BuildState.Unknown _ ->
          new StopResult.EndedBefore(ended(build));
    };
  }

  private LiveBuilds live() {
    return new LiveBuilds(view.snapshot(), why);
  }

  private BuildView live(BuildRecord build) {
    return why.addTo(new BuildView(build, attempt(build), null));
  }

  private @Nullable AttemptRecord attempt(BuildRecord build) {
    return build.state() instanceof BuildState.Assigned(_, var attempt, var agent)
        ? view.attempt(agent, attempt).map(Versioned::value).orElse(null)
        : null;
  }

  private static BuildView ended(BuildRecord build) {
    return new BuildView(build, null, null);
  }

  private static void refuse(String problem) {
    throw RefusedException.invalid(problem);
  }

  private static <T> T inArchive(Supplier<T> question) {
    try {
      return question.get();
    } catch (DatabaseDownException e) {
      throw new UnavailableException("the database of ended builds does not answer; ask again", e);
    }
  }

  private static <T> T answered(Supplier<T> question) {
    try {
      return question.get();
    } catch (EtcdUnavailableException e) {
      throw new UnavailableException("etcd does not answer; nothing was changed, ask again", e);
    }
  }
}
