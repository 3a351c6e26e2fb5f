package dev.hearth.dispatcher.leader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.quotas.Holder;
import dev.hearth.dispatcher.quotas.Quota;
import dev.hearth.dispatcher.quotas.Quotas;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What quotas keep from being placed, and what they do not. */
class QuotaDecisionsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final AgentId AGENT = new AgentId("a");
  private static final Duration ALWAYS = Duration.ofDays(1);

  private final TestFarm farm = new TestFarm(NOW);
  private final Project web = farm.project("team/web/shop");
  private final Project tool = farm.project("team/tool");
  private final Project other = farm.project("other/app");
  private final Decisions decisions = new Decisions(LeaderTimes.DEFAULT);
  private final List<Quota> quotas = new ArrayList<>();

  @BeforeEach
  void anAgentWithRoom() {
    farm.agent(AGENT, 20);
  }

  private void atMost(Holder holder, int running) {
    quotas.add(new Quota(holder, running, null));
  }

  private void atMost(String group, int running) {
    atMost(new Holder.Group(group), running);
  }

  private List<Action> decide(List<Action.Assign> pending) {
    return decisions.decide(
        farm.snapshot(), farm::project, _ -> false, pending, Quotas.of(quotas), ALWAYS, NOW);
  }

  /** The builds that are placed now, in the order in which they are. */
  private List<BuildId> placed() {
    return decide(List.of()).stream().map(action -> action.build().value().id()).toList();
  }

  private List<BuildId> queued(Project project, String asker, int times) {
    List<BuildId> ids = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      ids.add(farm.queued(project, asker).id());
    }
    return ids;
  }

  @Test
  void noMoreOfAGroupRunThanItsQuotaAndTheOldestGoFirst() {
    atMost("team", 3);
    farm.task(farm.assigned(AGENT, tool, ""));
    List<BuildId> ofWeb = queued(web, "", 2);
    List<BuildId> ofTool = queued(tool, "", 2);
    assertThat(placed()).isEqualTo(ofWeb);
    assertThat(ofTool).doesNotContainAnyElementsOf(placed());
  }

  @Test
  void groupsNestAndTheNarrowestBoundHolds() {
    atMost("team", 3);
    atMost("team/web", 1);
    List<BuildId> ofWeb = queued(web, "", 3);
    List<BuildId> ofTool = queued(tool, "", 3);
    assertThat(placed()).containsExactly(ofWeb.getFirst(), ofTool.getFirst(), ofTool.get(1));
  }

  @Test
  void aGroupWithoutRoomHoldsUpNobodyBehindIt() {
    atMost("team", 0);
    queued(web, "", 2);
    List<BuildId> others = queued(other, "", 2);
    queued(tool, "ada", 1);
    assertThat(placed()).isEqualTo(others);
  }

  @Test
  void aUsersQuotaBoundsWhatTheyAskedForByHandAndNotTheirProjectsPushes() {
    atMost(new Holder.User("ada"), 1);
    List<BuildId> adas = queued(web, "ada", 2);
    List<BuildId> pushes = queued(web, "", 1);
    List<BuildId> eves = queued(web, "eve", 1);
    queued(other, "ada", 1);
    assertThat(placed()).containsExactly(adas.getFirst(), pushes.getFirst(), eves.getFirst());
  }

  @Test
  void whatWasTakenBackCountsForItsQuotaToo() {
    atMost("team", 1);
    farm.task(farm.assigned(AGENT, tool, ""));
    farm.queuedAfterLosses(1); // of team/app
    assertThat(placed()).isEmpty();
  }

  @Test
  void aQuotaThatIsLoweredStopsNothingAndLetsNothingInUntilThereIsRoom() {
    List<BuildRecord> running = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      BuildRecord build = farm.claimed(AGENT, tool, "");
      farm.task(build);
      running.add(build);
    }
    BuildId waiting = queued(web, "", 1).getFirst();
    atMost("team", 2);
    assertThat(decide(List.of())).isEmpty();

    farm.isGone(running.get(0));
    assertThat(decide(List.of())).isEmpty();
    farm.isGone(running.get(1));
    assertThat(placed()).containsExactly(waiting);
  }

  @Test
  void aPlacementThatTheMirrorsDoNotShowYetCounts() {
    atMost("team", 1);
    queued(web, "", 1);
    List<Action.Assign> pending =
        decide(List.of()).stream().map(Action.Assign.class::cast).toList();
    assertThat(pending).hasSize(1);
    queued(tool, "", 1);
    List<BuildId> others = queued(other, "", 1);
    // Rounds pass over what is pending; here it is decided again, which its own placement forbids.
    assertThat(decide(pending).stream().map(action -> action.build().value().id()).toList())
        .isEqualTo(others);
  }

  @Test
  void aTaskWhoseBuildIsSeenLaterCounts() {
    atMost("team", 1);
    BuildRecord build = farm.assigned(AGENT, tool, "");
    farm.task(build);
    farm.isQueuedAgain(build);
    queued(web, "", 1);
    assertThat(placed()).isEmpty();
  }

  @Test
  void aQuotaOfWaitingKeepsNothingFromRunning() {
    quotas.add(new Quota(new Holder.Group("team"), null, 0));
    List<BuildId> all = queued(web, "ada", 3);
    assertThat(placed()).isEqualTo(all);
  }
}
