package dev.hearth.dispatcher.placement;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.ProjectId;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a project's caches are, and where they would be if that host went.
 *
 * @param agent the host that ranks first
 * @param next the next in rank that takes tasks now; null: none would
 */
public record Home(ProjectId project, AgentId agent, @Nullable AgentId next) {
  /**
   * The homes of all that have one: for each project the host whose labels fit that ranks first.
   */
  public static List<Home> of(Collection<Wish> wishes, Collection<Host> hosts) {
    return wishes.stream().map(wish -> of(wish, hosts)).flatMap(Optional::stream).toList();
  }

  private static Optional<Home> of(Wish wish, Collection<Host> hosts) {
    List<Host> ranked =
        Rendezvous.rank(
            wish.project(),
            hosts.stream().filter(host -> host.labels().containsAll(wish.labels())).toList());
    return ranked.stream()
        .findFirst()
        .map(first -> new Home(wish.project(), first.agent(), next(ranked)));
  }

  private static @Nullable AgentId next(List<Host> ranked) {
    return ranked.stream()
        .skip(1)
        .filter(host -> host.closed().isEmpty())
        .map(Host::agent)
        .findFirst()
        .orElse(null);
  }

  /** Whether the host is its home. */
  public boolean isAt(AgentId host) {
    return Objects.equals(agent, host);
  }
}
