package dev.hearth.cli.gameday;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final Duration LENGTH = Duration.ofMinutes(10);
  private static final Set<HarmKind> ALL = EnumSet.allOf(HarmKind.class);

  @Test
  void aSeedRepeatsAPlanAndAnotherMakesAnother() {
    assertThat(Plan.of(7, LENGTH, ALL)).isEqualTo(Plan.of(7, LENGTH, ALL));
    assertThat(Plan.of(7, LENGTH, ALL).harms()).isNotEqualTo(Plan.of(8, LENGTH, ALL).harms());
  }

  @Test
  void noTwoOfALaneAreHarmedAtOnce() {
    LongStream.range(0, 200)
        .mapToObj(seed -> Plan.of(seed, LENGTH, ALL))
        .forEach(plan -> {
          for (HarmKind.Lane lane : HarmKind.Lane.values()) {
            List<Harm> harms =
                plan.harms().stream().filter(harm -> lane.kinds().contains(harm.kind())).toList();
            for (int next = 1; next < harms.size(); next++) {
              assertThat(harms.get(next).at())
                  .isGreaterThan(harms.get(next - 1).end().plusSeconds(lane.shortestRest() - 1));
            }
          }
        });
  }

  @Test
  void allIsMendedWhenTheTimeIsOver() {
    Duration length = Duration.ofSeconds(30);

    assertThat(Plan.of(3, length, ALL).harms())
        .isNotEmpty()
        .allSatisfy(harm -> assertThat(harm.end()).isLessThanOrEqualTo(length));
  }

  @Test
  void everyKindComesBeforeAnyComesAgain() {
    Plan plan = Plan.of(1, LENGTH, ALL);

    assertThat(plan.harms()).extracting(Harm::kind).contains(HarmKind.values());
  }

  @Test
  void onlyWhatIsAskedForIsDone() {
    Set<HarmKind> kinds = Set.of(HarmKind.AGENT_KILL, HarmKind.ETCD_PAUSE);

    assertThat(Plan.of(1, LENGTH, kinds).harms()).extracting(Harm::kind).isSubsetOf(kinds);
  }

  @Test
  void harmLastsLongerAndShorterThanALease() {
    List<Duration> freezes =
        Plan.of(1, Duration.ofHours(1), Set.of(HarmKind.AGENT_FREEZE)).harms().stream()
            .map(Harm::lasting)
            .toList();

    assertThat(freezes)
        .anyMatch(lasting -> lasting.toSeconds() < 8)
        .anyMatch(lasting -> lasting.toSeconds() > 12);
  }
}
