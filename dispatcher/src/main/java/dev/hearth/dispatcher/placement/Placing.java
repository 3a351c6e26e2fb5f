package dev.hearth.dispatcher.placement;

import dev.hearth.protocol.PlacementReason;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The policy: a project's builds go to its home; when that is full, to the next in rank, always the
 * same second and third, so that those grow warm too.
 *
 * <p>No host holds more than max(half its slots, ⌈1.25 × its weighted share⌉) while others are
 * free: consistent hashing with bounded loads (Mirrokni, Thorup, Zadimoghaddam, 2016), so that one
 * popular project cannot bury its home while the pool idles.
 */
public final class Placing {
  private static final double SPILL = 1.25;

  /** The sentence stands in the build's record in etcd, which must stay small. */
  private static final int MOST_NAMED = 8;

  private Placing() {}

  /** What all hosts have together. */
  private record Load(int slots, int tasks) {
    static Load of(Collection<Host> hosts) {
      return new Load(
          hosts.stream().mapToInt(Host::slots).sum(), hosts.stream().mapToInt(Host::tasks).sum());
    }
  }

  /**
   * Decides for one build; {@code hosts} are all agents that are up. Where nothing is open this is
   * cheap, so that a long queue costs little.
   */
  public static Optional<PlacementReason> place(Wish wish, Collection<Host> hosts) {
    List<Host> fitting =
        hosts.stream().filter(host -> host.labels().containsAll(wish.labels())).toList();
    List<Host> open = fitting.stream().filter(host -> isOpen(host, wish)).toList();
    List<Host> unspoilt =
        open.stream().filter(host -> !wish.avoid().contains(host.agent())).toList();
    List<Host> candidates = unspoilt.isEmpty() && onlySpoiltFit(fitting, wish) ? open : unspoilt;
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    List<Host> ranked = Rendezvous.rank(wish.project(), fitting);
    Load load = Load.of(hosts);
    return ranked.stream()
        .filter(candidates::contains)
        .filter(host -> withinShare(host, load))
        .findFirst()
        .or(() -> ranked.stream().filter(candidates::contains).findFirst())
        .map(host -> reason(host, ranked, wish, load));
  }

  /** Decides likewise, and says for each host why not when none takes it. */
  public static Placement decide(Wish wish, Collection<Host> hosts) {
    return place(wish, hosts)
        .<Placement>map(Placement.On::new)
        .orElseGet(() -> waits(Rendezvous.rank(wish.project(), hosts), wish));
  }

  private static boolean isOpen(Host host, Wish wish) {
    return host.closed().isEmpty() && host.hasFreeSlot(wish.alone());
  }

  /** Whether every host that could ever take it, as the pool is now, is one to avoid. */
  private static boolean onlySpoiltFit(List<Host> fitting, Wish wish) {
    return fitting.stream()
        .filter(host -> host.closed().isEmpty())
        .allMatch(host -> wish.avoid().contains(host.agent()));
  }

  private static boolean withinShare(Host host, Load load) {
    double share = (double) (load.tasks() + 1) * host.slots() / load.slots();
    return host.tasks() < Math.max(Math.ceilDiv(host.slots(), 2), (int) Math.ceil(SPILL * share));
  }

  private static PlacementReason reason(Host taken, List<Host> fitting, Wish wish, Load load) {
    int rank = fitting.indexOf(taken) + 1;
    boolean warm = taken.warm().contains(wish.project());
    String caches = warm ? "its caches are warm there" : "it has no caches of the project yet";
    String sentence =
        rank == 1
            ? taken.agent() + " is the project's home, " + caches
            : taken.agent()
                + " is number "
                + rank
                + " in the project's rank, "
                + caches
                + "; "
                + fitting.subList(0, rank - 1).stream()
                    .limit(MOST_NAMED)
                    .map(host -> host.agent() + " " + refusal(host, wish, load))
                    .collect(Collectors.joining(", "))
                + (rank - 1 > MOST_NAMED ? " and " + (rank - 1 - MOST_NAMED) + " more" : "");
    return new PlacementReason(taken.agent(), rank, warm, sentence);
  }

  private static Placement waits(List<Host> ranked, Wish wish) {
    Load load = Load.of(ranked);
    List<Placement.Refusal> refusals =
        ranked.stream()
            .map(host -> new Placement.Refusal(host.agent(), refusal(host, wish, load)))
            .toList();
    return new Placement.Waits(why(ranked, wish), refusals);
  }

  private static String why(List<Host> hosts, Wish wish) {
    if (hosts.isEmpty()) {
      return "no agent is up";
    }
    if (hosts.stream().noneMatch(host -> host.labels().containsAll(wish.labels()))) {
      return "no agent that is up has the labels "
          + String.join(", ", new TreeSet<>(wish.labels()))
          + ": waiting will not help, add an agent that has them";
    }
    return wish.alone()
        ? "it must run alone, after two agents were lost under it, and no agent is empty"
        : "no agent that fits has a free slot";
  }

  private static String refusal(Host host, Wish wish, Load load) {
    if (!host.labels().containsAll(wish.labels())) {
      Set<String> missing = new TreeSet<>(wish.labels());
      missing.removeAll(host.labels());
      return "lacks the labels " + String.join(", ", missing);
    }
    if (!host.closed().isEmpty()) {
      return host.closed();
    }
    if (host.reserved()) {
      return "is held by a build that must run alone";
    }
    if (!host.hasFreeSlot(wish.alone())) {
      return wish.alone()
          ? "runs " + host.tasks() + " builds"
          : "has no free slot of its " + host.slots();
    }
    if (wish.avoid().contains(host.agent())) {
      return "lost an attempt of this build or did not claim it";
    }
    return withinShare(host, load) ? "was free" : "has more than its share while others are free";
  }
}
