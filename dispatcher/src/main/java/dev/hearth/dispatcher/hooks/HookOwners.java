package dev.hearth.dispatcher.hooks;

import dev.hearth.dispatcher.secrets.FarmHookSecret;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.ProjectEntry;
import dev.hearth.protocol.ProjectId;
import dev.hearth.webhook.HookSecret;
import dev.hearth.webhook.HookSecrets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose hook secret it is that a hook bears. The secrets' hashes are made once for each reading of
 * the projects. Thread-safe.
 */
final class HookOwners {
  private final CachedProjects projects;
  private final FarmHookSecret farm;
  private volatile Hashed hashed = new Hashed(List.of(), List.of());

  /** The hashes of all secrets of these projects. */
  private record Hashed(List<ProjectEntry> projects, List<HookSecret<ProjectId>> secrets) {
    static Hashed of(List<ProjectEntry> projects) {
      return new Hashed(
          projects,
          projects.stream()
              .flatMap(one ->
                  one.secrets().hookSecrets().stream()
                      .map(secret -> HookSecret.of(one.project().id(), secret.reveal())))
              .toList());
    }
  }

  HookOwners(CachedProjects projects, FarmHookSecret farm) {
    this.projects = projects;
    this.farm = farm;
  }

  /**
   * The projects for which a hook with this secret may speak: its owners, or all if it is the
   * farm's own; null if it is nobody's.
   */
  @SuppressWarnings("ReferenceEquality") // each reading of the projects is a list of its own
  @Nullable List<ProjectEntry> owners(String secret) {
    List<ProjectEntry> all = projects.all();
    Hashed known = hashed;
    if (known.projects() != all) {
      known = Hashed.of(all);
      hashed = known;
    }
    Set<ProjectId> owners = HookSecrets.ownersOf(secret, known.secrets());
    if (farm.matches(secret)) {
      return all;
    }
    return owners.isEmpty()
        ? null
        : all.stream().filter(one -> owners.contains(one.project().id())).toList();
  }
}
