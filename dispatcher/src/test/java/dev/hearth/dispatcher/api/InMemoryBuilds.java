package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.UnavailableException;
import dev.hearth.dispatcher.farm.BuildTable;
import dev.hearth.dispatcher.hooks.BuildAcceptance;
import dev.hearth.dispatcher.queue.Acceptance;
import dev.hearth.dispatcher.queue.Submission;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import dev.hearth.protocol.StopKind;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Builds without etcd. */
public final class InMemoryBuilds implements Builds, BuildAcceptance {
  public static final Commit HEAD = new Commit("1234567890123456789012345678901234567890");

  private final Map<ProjectId, ProjectName> names = new ConcurrentHashMap<>();
  private final Map<String, BuildId> byKey = new ConcurrentHashMap<>();
  private final ConcurrentSkipListMap<BuildId, BuildView> all = new ConcurrentSkipListMap<>();
  private volatile boolean down;

  /** Refuses what a person asks for where too many wait. */
  private volatile BiConsumer<ProjectName, String> bound = (_, _) -> {};

  /** As when etcd does not answer. */
  public void down(boolean now) {
    down = now;
  }

  void bound(BiConsumer<ProjectName, String> refuses) {
    bound = refuses;
  }

  /** As a mirror of etcd has them. */
  BuildTable table() {
    return BuildTable.of(
        all.values().stream()
            .map(BuildView::record)
            .map(build -> new Versioned<>(new FarmKeys().build(build.id()), build, 1, 1, null))
            .toList());
  }

  public int count() {
    return all.size();
  }

  /** Puts a build in place of what it was, and returns how it is seen now. */
  public BuildView put(BuildRecord record, @Nullable AttemptRecord attempt) {
    return put(new BuildView(record, attempt, null));
  }

  /** The same, of a build that can say why it waits. */
  public BuildView put(BuildView build) {
    all.put(build.record().id(), build);
    return build;
  }

  private synchronized BuildView accept(BuildRequest asked) {
    if (down) {
      throw new UnavailableException(
          "tried to accept a build, but etcd does not answer; ask again");
    }
    String key = asked.project() + " " + (asked.key() == null ? BuildId.next() : asked.key());
    BuildId id = byKey.computeIfAbsent(key, _ -> BuildId.next());
    return all.computeIfAbsent(
        id, _ -> new BuildView(BuildRecord.queued(id, asked, Instant.now()), null, null));
  }

  private long nextNumber(ProjectId project) {
    return 1
        + all.values().stream()
            .filter(one -> one.record().request().project().equals(project))
            .count();
  }

  @Override
  public Acceptance accept(Submission asked) {
    BuildView build =
        accept(
            new BuildRequest(
                asked.project().id(),
                asked.project().name(),
                nextNumber(asked.project().id()),
                asked.ref(),
                asked.commit(),
                asked.before(),
                asked.cause(),
                1,
                asked.tags(),
                asked.cache(),
                asked.by(),
                asked.key(),
                Instant.now()));
    return new Acceptance.Queued(build.record().id(), build.record().request().number());
  }

  /** The name of a project for which a person will ask for builds. */
  public void knows(ProjectId project, ProjectName name) {
    names.put(project, name);
  }

  @Override
  public AcceptedBuild ask(ManualRequest asked) {
    ProjectName name = names.getOrDefault(asked.project(), new ProjectName("team/app"));
    bound.accept(name, asked.by());
    BuildRequest request =
        new BuildRequest(
            asked.project(),
            name,
            nextNumber(asked.project()),
            ref(asked.ref()),
            asked.commit() == null ? HEAD : asked.commit(),
            null,
            Cause.MANUAL,
            0,
            asked.tags(),
            asked.cache(),
            asked.by(),
            asked.key(),
            Instant.now());
    BuildRequest accepted = accept(request).record().request();
    BuildId id =
        all.values().stream()
            .filter(one -> one.record().request().equals(accepted))
            .findFirst()
            .orElseThrow()
            .record()
            .id();
    return new AcceptedBuild(id, accepted.projectName(), accepted.number());
  }

  private static String ref(@Nullable String asked) {
    return asked == null || asked.startsWith("refs/")
        ? Objects.requireNonNullElse(asked, "")
        : "refs/heads/" + asked;
  }

  @Override
  public Optional<BuildView> find(BuildId id) {
    return Optional.ofNullable(all.get(id));
  }

  @Override
  public Optional<BuildView> find(ProjectName project, long number) {
    return all.values().stream()
        .filter(one -> one.record().request().title().equals(project + "#" + number))
        .findFirst();
  }

  @Override
  public BuildList list(BuildFilter filter) {
    List<BuildView> found =
        all.descendingMap().values().stream()
            .filter(filter::takes)
            .limit(filter.limit() + 1L)
            .toList();
    List<BuildView> page = found.subList(0, Math.min(filter.limit(), found.size()));
    return new BuildList(page, found.size() > filter.limit() ? page.getLast().record().id() : null);
  }

  @Override
  public StopResult cancel(BuildId id, String by, String why) {
    BuildView build = all.get(id);
    if (build == null) {
      return new StopResult.Absent();
    }
    StopOrder order = new StopOrder(StopKind.CANCELLED, by, why, Instant.now());
    return switch (build.record().state()) {
      case BuildState.Queued _ ->
          new StopResult.Stopped(
              put(build.record().in(BuildState.stopped(order, true, Instant.now())), null));
      case BuildState.Assigned _, BuildState.Pushed _, BuildState.Unknown _ ->
          new StopResult.Ordered(put(build.record().stopping(order), build.attempt()));
      case BuildState.Cancelled _ -> new StopResult.Stopped(build);
      case BuildState.Succeeded _,
          BuildState.Failed _,
          BuildState.Superseded _,
          BuildState.TimedOut _,
          BuildState.Lost _ ->
          new StopResult.EndedBefore(build);
    };
  }
}
