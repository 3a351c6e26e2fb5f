package dev.hearth.dispatcher.farm;

import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.etcd.Versioned;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * The builds of one project that are under way, sorted for the leader. Immutable: a change makes
 * another, which shares nearly all with this one.
 */
public final class ProjectBuilds {
  private final ProjectId project;

  /** By who asked for them by hand; nobody's under an empty name. None of the maps is empty. */
  private final TreePMap<String, TreePMap<BuildId, Versioned<BuildRecord>>> untried;

  private final TreePMap<BuildId, Versioned<BuildRecord>> tried;
  private final TreePMap<HeadPlace, Versioned<BuildRecord>> heads;
  private final TreePSet<String> contested;

  private ProjectBuilds(
      ProjectId project,
      TreePMap<String, TreePMap<BuildId, Versioned<BuildRecord>>> untried,
      TreePMap<BuildId, Versioned<BuildRecord>> tried,
      TreePMap<HeadPlace, Versioned<BuildRecord>> heads,
      TreePSet<String> contested) {
    this.project = project;
    this.untried = untried;
    this.tried = tried;
    this.heads = heads;
    this.contested = contested;
  }

  static ProjectBuilds none(ProjectId project) {
    return new ProjectBuilds(
        project, TreePMap.empty(), TreePMap.empty(), TreePMap.empty(), TreePSet.empty());
  }

  public ProjectId project() {
    return project;
  }

  /**
   * Who asked by hand for those that wait and have lost no attempt; an empty name stands for those
   * that no person asked for.
   */
  public Set<String> askers() {
    return untried.keySet();
  }

  /**
   * Those of one asker that wait and have lost no attempt, oldest first: a host takes either none
   * or any, and they count for the same quotas.
   */
  public Collection<Versioned<BuildRecord>> untried(String asker) {
    return untriedOf(asker).values();
  }

  /** All that wait, in no order. */
  public Stream<Versioned<BuildRecord>> waiting() {
    return Stream.concat(
        untried.values().stream().flatMap(builds -> builds.values().stream()),
        tried.values().stream());
  }

  /** Those that wait and have lost attempts, oldest first. */
  public Collection<Versioned<BuildRecord>> tried() {
    return tried.values();
  }

  /** The branches of which builds of several pushed heads are under way, or have just ended. */
  public Collection<String> contested() {
    return contested;
  }

  /** The build of the newest pushed head of a contested branch. */
  public Versioned<BuildRecord> newest(String contested) {
    return Objects.requireNonNull(heads.lowerEntry(HeadPlace.last(contested))).getValue();
  }

  /** The builds of older heads of a contested branch. */
  public Stream<Versioned<BuildRecord>> overtaken(String contested) {
    long newest = newest(contested).value().request().headSequence();
    HeadPlace bound = new HeadPlace(contested, newest, "");
    return heads.subMap(HeadPlace.first(contested), bound).values().stream();
  }

  /** Whether none of them waits or was pushed as the head of a branch. */
  boolean isEmpty() {
    return untried.isEmpty() && tried.isEmpty() && heads.isEmpty();
  }

  /** With one that was not among them. */
  ProjectBuilds with(Versioned<BuildRecord> build) {
    BuildId id = build.value().id();
    boolean waits = build.value().state() instanceof BuildState.Queued;
    boolean lostNothing = build.value().lost().isEmpty();
    return new ProjectBuilds(
            project,
            waits && lostNothing ? untriedWith(build) : untried,
            waits && !lostNothing ? tried.plus(id, build) : tried,
            HeadPlace.of(build.value()).map(place -> heads.plus(place, build)).orElse(heads),
            contested)
        .judging(build);
  }

  /** Without one that was among them. */
  ProjectBuilds without(Versioned<BuildRecord> build) {
    BuildId id = build.value().id();
    return new ProjectBuilds(
            project,
            untriedWithout(build),
            tried.minus(id),
            HeadPlace.of(build.value()).map(heads::minus).orElse(heads),
            contested)
        .judging(build);
  }

  private TreePMap<BuildId, Versioned<BuildRecord>> untriedOf(String asker) {
    TreePMap<BuildId, Versioned<BuildRecord>> known = untried.get(asker);
    return known == null ? TreePMap.empty() : known;
  }

  private TreePMap<String, TreePMap<BuildId, Versioned<BuildRecord>>> untriedWith(
      Versioned<BuildRecord> build) {
    String asker = build.value().request().asker();
    return untried.plus(asker, untriedOf(asker).plus(build.value().id(), build));
  }

  private TreePMap<String, TreePMap<BuildId, Versioned<BuildRecord>>> untriedWithout(
      Versioned<BuildRecord> build) {
    String asker = build.value().request().asker();
    TreePMap<BuildId, Versioned<BuildRecord>> rest = untriedOf(asker).minus(build.value().id());
    return rest.isEmpty() ? untried.minus(asker) : untried.plus(asker, rest);
  }

  /** With a new look at whether the branch of a build that came or went is contested. */
  private ProjectBuilds judging(Versioned<BuildRecord> build) {
    return HeadPlace.of(build.value())
        .map(HeadPlace::ref)
        .map(ref -> isContested(ref) ? contested.plus(ref) : contested.minus(ref))
        .map(now -> new ProjectBuilds(project, untried, tried, heads, now))
        .orElse(this);
  }

  private boolean isContested(String ref) {
    HeadPlace oldest = heads.higherKey(HeadPlace.first(ref));
    HeadPlace newest = heads.lowerKey(HeadPlace.last(ref));
    return oldest != null
        && newest != null
        && oldest.ref().equals(ref)
        && newest.ref().equals(ref)
        && oldest.sequence() < newest.sequence();
  }
}
