package dev.hearth.dispatcher.quotas;

import dev.hearth.dispatcher.people.Thing;
import dev.hearth.protocol.ProjectName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All quotas of the farm at one moment. Immutable. */
public final class Quotas {
  public static final Quotas NONE = new Quotas(List.of());

  private final Map<Holder, Quota> byHolder;

  private Quotas(Collection<Quota> all) {
    Map<Holder, Quota> found = new HashMap<>();
    all.forEach(quota -> found.put(quota.holder(), quota));
    this.byHolder = Map.copyOf(found);
  }

  public static Quotas of(Collection<Quota> all) {
    return all.isEmpty() ? NONE : new Quotas(all);
  }

  /** Groups before users, by name. */
  public List<Quota> all() {
    return byHolder.values().stream()
        .sorted(
            Comparator.comparing((Quota quota) -> quota.holder().kind())
                .thenComparing(quota -> quota.holder().name()))
        .toList();
  }

  public Optional<Quota> find(Holder holder) {
    return Optional.ofNullable(byHolder.get(holder));
  }

  public boolean isEmpty() {
    return byHolder.isEmpty();
  }

  /** With a holder that has no quota yet, so that its builds are counted too. */
  Quotas with(Holder holder) {
    if (byHolder.containsKey(holder)) {
      return this;
    }
    List<Quota> all = new ArrayList<>(byHolder.values());
    all.add(new Quota(holder, null, null));
    return new Quotas(all);
  }

  /**
   * Those that a build counts for: of who asked for it, of the project's group, of the groups
   * around that.
   *
   * @param asker who asked for it by hand; empty: nobody
   */
  List<Quota> of(ProjectName project, String asker) {
    if (byHolder.isEmpty()) {
      return List.of();
    }
    List<Quota> found = new ArrayList<>();
    if (!asker.isEmpty()) {
      add(found, byHolder.get(new Holder.User(asker)));
    }
    for (Thing group : Thing.Group.above(project.value())) {
      add(found, byHolder.get(new Holder.Group(group.key())));
    }
    return found;
  }

  private static void add(List<Quota> found, @Nullable Quota quota) {
    if (quota != null) {
      found.add(quota);
    }
  }
}
