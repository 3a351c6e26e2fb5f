package dev.hearth.dispatcher.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.PlacementReason;
import dev.hearth.protocol.ProjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacingTest {
  private static Host host(String name, int slots, int tasks) {
    return new Host(new AgentId(name), slots, tasks, false, Set.of(), "", Set.of());
  }

  private static List<Host> pool(int size, int slots) {
    return IntStream.range(0, size).mapToObj(i -> host("host-" + i, slots, 0)).toList();
  }

  private static Wish wish(ProjectId project) {
    return new Wish(project, Set.of(), Set.of(), false);
  }

  private static Host home(ProjectId project, List<Host> hosts) {
    AgentId agent = taken(Placing.decide(wish(project), hosts)).agent();
    return hosts.stream().filter(host -> host.agent().equals(agent)).findFirst().orElseThrow();
  }

  private static PlacementReason taken(Placement placement) {
    assertThat(placement).isInstanceOf(Placement.On.class);
    return ((Placement.On) placement).reason();
  }

  private static List<Host> with(List<Host> hosts, Host changed) {
    return hosts.stream()
        .map(host -> host.agent().equals(changed.agent()) ? changed : host)
        .toList();
  }

  @Test
  void aProjectHasOneHomeWhateverTheOrderOfTheHosts() {
    List<Host> hosts = pool(10, 2);
    List<Host> backwards = hosts.reversed();
    for (int i = 0; i < 200; i++) {
      ProjectId project = ProjectId.random();
      assertThat(home(project, hosts)).isEqualTo(home(project, backwards));
    }
  }

  @Test
  void aHostThatIsAddedMovesOnlyItsShareAndOnlyToItself() {
    List<Host> before = pool(10, 2);
    List<Host> after = new ArrayList<>(before);
    after.add(host("newcomer", 2, 0));
    int moved = 0;
    for (int i = 0; i < 4000; i++) {
      ProjectId project = ProjectId.random();
      Host was = home(project, before);
      Host is = home(project, after);
      if (!was.equals(is)) {
        moved++;
        assertThat(is.agent().value()).isEqualTo("newcomer");
      }
    }
    assertThat(moved).isBetween(4000 / 11 / 2, 4000 / 11 * 2);
  }

  @Test
  void aHostOfTwiceTheSlotsIsHomeToTwiceTheProjects() {
    List<Host> hosts = List.of(host("small", 2, 0), host("large", 4, 0));
    long large =
        IntStream.range(0, 6000)
            .filter(_ -> home(ProjectId.random(), hosts).agent().value().equals("large"))
            .count();

    assertThat(large).isBetween(3700L, 4300L);
  }

  @Test
  void aFullHomeGivesToTheSameSecondEveryTime() {
    List<Host> hosts = pool(6, 2);
    ProjectId project = ProjectId.random();
    Host home = home(project, hosts);
    List<Host> full = with(hosts, home.taking(false).taking(false));

    PlacementReason second = taken(Placing.decide(wish(project), full));

    assertThat(second.rank()).isEqualTo(2);
    assertThat(second.agent()).isNotEqualTo(home.agent());
    assertThat(second.sentence()).contains(home.agent() + " has no free slot of its 2");
    assertThat(taken(Placing.decide(wish(project), full.reversed()))).isEqualTo(second);
  }

  @Test
  void aHomeThatHasMoreThanItsShareGivesToOthersThatAreFree() {
    List<Host> hosts = pool(4, 8);
    ProjectId project = ProjectId.random();
    Host home = home(project, hosts);
    Host loaded = new Host(home.agent(), 8, 5, false, Set.of(), "", Set.of());

    PlacementReason reason = taken(Placing.decide(wish(project), with(hosts, loaded)));

    assertThat(reason.agent()).isNotEqualTo(home.agent());
    assertThat(reason.sentence()).contains("more than its share");
  }

  @Test
  void aClosedHomeKeepsItsRank() {
    List<Host> hosts = pool(4, 2);
    ProjectId project = ProjectId.random();
    Host home = home(project, hosts);
    Host closed = new Host(home.agent(), 2, 0, false, Set.of(), "is cordoned by ann", Set.of());

    PlacementReason reason = taken(Placing.decide(wish(project), with(hosts, closed)));

    assertThat(reason.rank()).isEqualTo(2);
    assertThat(reason.sentence()).contains(home.agent() + " is cordoned by ann");
  }

  @Test
  void aHostThatLostAnAttemptIsTakenOnlyWhenItIsTheOnlyOne() {
    List<Host> hosts = pool(2, 2);
    ProjectId project = ProjectId.random();
    AgentId spoilt = home(project, hosts).agent();
    Wish wish = new Wish(project, Set.of(), Set.of(spoilt), false);

    assertThat(taken(Placing.decide(wish, hosts)).agent()).isNotEqualTo(spoilt);
    List<Host> alone = hosts.stream().filter(host -> host.agent().equals(spoilt)).toList();
    assertThat(taken(Placing.decide(wish, alone)).agent()).isEqualTo(spoilt);
  }

  @Test
  void aBuildWaitsForABusyHostRatherThanGoingWhereItWasLost() {
    List<Host> hosts = pool(2, 1);
    ProjectId project = ProjectId.random();
    Host spoilt = home(project, hosts);
    Host other = hosts.stream().filter(host -> !host.equals(spoilt)).findFirst().orElseThrow();
    Wish wish = new Wish(project, Set.of(), Set.of(spoilt.agent()), false);

    Placement placement = Placing.decide(wish, with(hosts, other.taking(false)));

    assertThat(placement).isInstanceOf(Placement.Waits.class);
  }

  @Test
  void whatMustRunAloneWaitsForAnEmptyHostAndKeepsOthersAway() {
    Wish alone = new Wish(ProjectId.random(), Set.of(), Set.of(), true);

    assertThat(Placing.decide(alone, List.of(host("a", 4, 1)))).isInstanceOf(Placement.Waits.class);
    Host taken = host("a", 4, 0).taking(true);
    assertThat(Placing.decide(wish(ProjectId.random()), List.of(taken)))
        .isInstanceOf(Placement.Waits.class);
  }

  @Test
  void whoWaitsIsToldWhyHostByHost() {
    Wish wish = new Wish(ProjectId.random(), Set.of("gpu"), Set.of(), false);
    Host busy = new Host(new AgentId("busy"), 1, 1, false, Set.of("gpu"), "", Set.of());
    Host plain = host("plain", 1, 0);

    Placement.Waits waits = (Placement.Waits) Placing.decide(wish, List.of(busy, plain));

    assertThat(waits.why()).isEqualTo("no agent that fits has a free slot");
    assertThat(waits.hosts())
        .contains(
            new Placement.Refusal(busy.agent(), "has no free slot of its 1"),
            new Placement.Refusal(plain.agent(), "lacks the labels gpu"));
    assertThat(((Placement.Waits) Placing.decide(wish, List.of(plain))).why())
        .contains("waiting will not help");
    assertThat(((Placement.Waits) Placing.decide(wish, List.of())).why())
        .isEqualTo("no agent is up");
  }
}
