package dev.hearth.dispatcher.farm;

import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.etcd.Versioned;
import java.util.Collection;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/**
 * The builds that are under way, at one moment, sorted by what is asked of them, so that nobody has
 * to look at each of thousands. Immutable: a change makes another table, in as much time as a
 * search takes, which shares nearly all with this one.
 */
public final class BuildTable {
  private static final BuildTable NONE =
      new BuildTable(TreePMap.empty(), TreePMap.empty(), HashTreePMap.empty());

  private final TreePMap<BuildId, Versioned<BuildRecord>> all;
  private final TreePMap<BuildId, Versioned<BuildRecord>> begun;
  private final PMap<ProjectId, ProjectBuilds> projects;

  private BuildTable(
      TreePMap<BuildId, Versioned<BuildRecord>> all,
      TreePMap<BuildId, Versioned<BuildRecord>> begun,
      PMap<ProjectId, ProjectBuilds> projects) {
    this.all = all;
    this.begun = begun;
    this.projects = projects;
  }

  public static BuildTable none() {
    return NONE;
  }

  public static BuildTable of(Iterable<Versioned<BuildRecord>> builds) {
    BuildTable table = NONE;
    for (Versioned<BuildRecord> build : builds) {
      table = table.with(build);
    }
    return table;
  }

  /** All, oldest first. */
  public Collection<Versioned<BuildRecord>> all() {
    return all.values();
  }

  public Optional<Versioned<BuildRecord>> find(BuildId id) {
    return Optional.ofNullable(all.get(id));
  }

  /** Those that wait no more, oldest first: with an agent, or being published, or ended. */
  public Collection<Versioned<BuildRecord>> begun() {
    return begun.values();
  }

  /** The projects of those that wait, or that were pushed as heads of branches; in no order. */
  public Collection<ProjectBuilds> projects() {
    return projects.values();
  }

  /** With this build, as it is now. */
  public BuildTable with(Versioned<BuildRecord> build) {
    BuildId id = build.value().id();
    BuildTable rest = without(id);
    ProjectId project = build.value().request().project();
    ProjectBuilds others = rest.projects.get(project);
    return new BuildTable(
        rest.all.plus(id, build),
        build.value().state() instanceof BuildState.Queued
            ? rest.begun
            : rest.begun.plus(id, build),
        sorted(rest.projects, (others == null ? ProjectBuilds.none(project) : others).with(build)));
  }

  public BuildTable without(BuildId id) {
    Versioned<BuildRecord> known = all.get(id);
    if (known == null) {
      return this;
    }
    ProjectId project = known.value().request().project();
    ProjectBuilds others = projects.get(project);
    return new BuildTable(
        all.minus(id),
        begun.minus(id),
        others == null ? projects : sorted(projects, others.without(known)));
  }

  /** A project of which nothing is asked is not kept. */
  private static PMap<ProjectId, ProjectBuilds> sorted(
      PMap<ProjectId, ProjectBuilds> projects, ProjectBuilds one) {
    return one.isEmpty() ? projects.minus(one.project()) : projects.plus(one.project(), one);
  }
}
