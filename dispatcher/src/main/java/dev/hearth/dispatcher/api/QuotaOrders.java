package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.people.Trail;
import dev.hearth.dispatcher.quotas.Holder;
import dev.hearth.dispatcher.quotas.Quota;
import dev.hearth.dispatcher.sql.PeopleStore;
import dev.hearth.dispatcher.sql.QuotaTable;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sets and removes quotas for somebody, and has the trail tell who did. */
public final class QuotaOrders {
  private static final String NONE = "none";

  private final QuotaTable quotas;
  private final PeopleStore people;
  private final Trail trail;

  public QuotaOrders(ApiParts parts) {
    this.quotas = parts.quotas();
    this.people = parts.people().people();
    this.trail = parts.people().trail();
  }

  /**
   * @throws RefusedException if it bounds nothing, or is a user's that nobody knows
   */
  public void set(Principal who, String from, Quota quota) {
    if (quota.running() == null && quota.waiting() == null) {
      throw RefusedException.invalid(
          "tried to set the quota of "
              + quota.holder().title()
              + ", but it would bound nothing; say how many run or wait at once, or remove it");
    }
    if (quota.holder() instanceof Holder.User(String name) && people.find(name).isEmpty()) {
      throw PeopleRoutes.absent(name);
    }
    Optional<Quota> before = quotas.set(quota);
    trail.record(
        who,
        from,
        on(quota.holder()),
        "quota.set",
        Map.of(
            "of",
            quota.holder().title(),
            "running",
            text(before.map(Quota::running).orElse(null)) + " to " + text(quota.running()),
            "waiting",
            text(before.map(Quota::waiting).orElse(null)) + " to " + text(quota.waiting())));
  }

  /**
   * @throws RefusedException if there is none
   */
  public void remove(Principal who, String from, Holder holder) {
    Quota before =
        quotas
            .remove(holder)
            .orElseThrow(() ->
                RefusedException.absent(
                    "tried to remove the quota of " + holder.title() + ", but it has none"));
    trail.record(
        who,
        from,
        on(holder),
        "quota.removed",
        Map.of(
            "of",
            holder.title(),
            "running",
            text(before.running()),
            "waiting",
            text(before.waiting())));
  }

  private static Thing on(Holder holder) {
    return switch (holder) {
      case Holder.Group(String path) -> new Thing.Group(path);
      case Holder.User _ -> new Thing.Farm();
    };
  }

  private static String text(@Nullable Integer bound) {
    return bound == null ? NONE : bound.toString();
  }
}
