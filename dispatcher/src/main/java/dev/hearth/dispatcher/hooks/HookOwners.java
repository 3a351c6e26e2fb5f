package dev.hearth.dispatcher.hooks;

import dev.hearth.dispatcher.secrets.FarmHookSecret;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.GroupHookSecret;
import dev.hearth.dispatcher.sql.ProjectEntry;
import dev.hearth.protocol.ProjectId;
import dev.hearth.webhook.HookProof;
import dev.hearth.webhook.HookSecret;
import dev.hearth.webhook.HookSecrets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whose hook secret it is that a hook bears: a project's own, or that of a group around it. The
 * secrets' hashes are made once for each reading of the projects. Thread-safe.
 */
final class HookOwners {
  private final CachedProjects projects;
  private final FarmHookSecret farm;
  private volatile Hashed hashed = new Hashed(List.of(), Map.of());

  /** The hashes of all secrets of these projects. */
  private record Hashed(
      List<ProjectEntry> projects, Map<ProjectId, List<HookSecret<ProjectId>>> secrets) {
    static Hashed of(CachedProjects.Reading reading) {
      return new Hashed(
          reading.projects(),
          reading.projects().stream()
              .collect(
                  Collectors.toUnmodifiableMap(
                      one -> one.project().id(), one -> secretsOf(one, reading.groupHooks()))));
    }

    /** Its own, and those of the groups around it. */
    private static List<HookSecret<ProjectId>> secretsOf(
        ProjectEntry project, List<GroupHookSecret> groups) {
      String name = project.project().name().value();
      return Stream.concat(
              project.secrets().hookSecrets().stream(),
              groups.stream().filter(group -> group.speaksFor(name)).map(GroupHookSecret::secret))
          .map(secret -> HookSecret.of(project.project().id(), secret.reveal()))
          .toList();
    }
  }

  HookOwners(CachedProjects projects, FarmHookSecret farm) {
    this.projects = projects;
    this.farm = farm;
  }

  /**
   * The projects for which a hook with these proofs may speak: those whose secret they were made
   * with, or all candidates if it was the farm's own; null if it is nobody's. A secret that is not
   * known here may be a moment old, and another dispatcher's: SQL is asked before it is refused.
   *
   * @param candidates whose secrets are tried; a signature costs a hash of the body for each
   * @throws dev.hearth.dispatcher.sql.DatabaseDownException if SQL can't be asked then
   */
  @Nullable List<ProjectEntry> owners(List<HookProof> proofs, Predicate<ProjectEntry> candidates) {
    if (proofs.isEmpty()) {
      return null;
    }
    if (farm.isProvenBy(proofs)) {
      return projects.latest().stream().filter(candidates).toList();
    }
    List<ProjectEntry> before = projects.all();
    List<ProjectEntry> owners = remembered(proofs, candidates);
    if (owners == null) {
      projects.refresh();
      return isAnother(before) ? remembered(proofs, candidates) : null;
    }
    return owners;
  }

  @SuppressWarnings("ReferenceEquality") // each reading of the projects is a list of its own
  private boolean isAnother(List<ProjectEntry> reading) {
    return projects.all() != reading;
  }

  private @Nullable List<ProjectEntry> remembered(
      List<HookProof> proofs, Predicate<ProjectEntry> candidates) {
    List<ProjectEntry> among = projects.all().stream().filter(candidates).toList();
    Map<ProjectId, List<HookSecret<ProjectId>>> known = hashed();
    Set<ProjectId> owners =
        HookSecrets.ownersOf(
            proofs,
            among.stream()
                .flatMap(one -> known.getOrDefault(one.project().id(), List.of()).stream())
                .toList());
    return owners.isEmpty()
        ? null
        : among.stream().filter(one -> owners.contains(one.project().id())).toList();
  }

  @SuppressWarnings("ReferenceEquality") // each reading of the projects is a list of its own
  private Map<ProjectId, List<HookSecret<ProjectId>>> hashed() {
    CachedProjects.Reading reading = projects.reading();
    Hashed known = hashed;
    if (known.projects() != reading.projects()) {
      known = Hashed.of(reading);
      hashed = known;
    }
    return known.secrets();
  }
}
