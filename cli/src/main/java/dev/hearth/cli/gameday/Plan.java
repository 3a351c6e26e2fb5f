package dev.hearth.cli.gameday;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What is done to a farm and when: the same for the same seed, length and kinds. At no time is more
 * harmed than one agent, one dispatcher, and one server (a member of etcd, all of etcd for some
 * seconds, the registry, or the database): the farm must live through all of it.
 *
 * @param harms in the order of their beginning
 */
public record Plan(long seed, Duration length, List<Harm> harms) {
  /** A harm's place is a number below this, which every count of candidates divides. */
  private static final int PICKS = 2 * 2 * 3 * 5 * 7;

  /** The farm shall be at work when the first harm is done. */
  private static final int FIRST = 3;

  /**
   * @param kinds those that may be done; each comes before any comes a second time
   */
  public static Plan of(long seed, Duration length, Set<HarmKind> kinds) {
    List<Harm> harms = new ArrayList<>();
    for (HarmKind.Lane lane : HarmKind.Lane.values()) {
      List<HarmKind> wanted = lane.kinds().stream().filter(kinds::contains).toList();
      if (!wanted.isEmpty()) {
        // A lane of its own: one kind more in another lane does not change it.
        harms.addAll(inLane(lane, wanted, length, new Random(seed * 31 + lane.name().hashCode())));
      }
    }
    harms.sort(Comparator.comparing(Harm::at).thenComparing(Harm::kind));
    return new Plan(seed, length, List.copyOf(harms));
  }

  private static List<Harm> inLane(
      HarmKind.Lane lane, List<HarmKind> wanted, Duration length, Random random) {
    List<Harm> harms = new ArrayList<>();
    List<HarmKind> bag = new ArrayList<>();
    Duration at = seconds(random, FIRST, FIRST + lane.shortestRest());
    while (true) {
      if (bag.isEmpty()) {
        bag.addAll(wanted);
        Collections.shuffle(bag, random);
      }
      HarmKind kind = bag.removeLast();
      Harm harm =
          new Harm(
              at, kind, random.nextInt(PICKS), seconds(random, kind.shortest(), kind.longest()));
      if (harm.end().compareTo(length) > 0) {
        return harms;
      }
      harms.add(harm);
      at = harm.end().plus(seconds(random, lane.shortestRest(), lane.longestRest()));
    }
  }

  private static Duration seconds(Random random, int least, int most) {
    return Duration.ofMillis(random.nextInt(least * 1000, most * 1000 + 1));
  }
}
