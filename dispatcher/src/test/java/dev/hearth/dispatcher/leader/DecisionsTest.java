package dev.hearth.dispatcher.leader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.quotas.Quotas;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptOutcome;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.FailureKind;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.StopKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final AgentId AGENT = new AgentId("a");
  private final TestFarm farm = new TestFarm(NOW);
  private final Decisions decisions = new Decisions(LeaderTimes.DEFAULT);

  private List<Action> decide(Duration later) {
    return decide(Duration.ofDays(1), later);
  }

  private List<Action> decide(Duration steady, Duration later) {
    return decisions.decide(
        farm.snapshot(),
        farm::project,
        _ -> false,
        List.of(),
        Quotas.NONE,
        steady,
        NOW.plus(later));
  }

  private Action only(Duration later) {
    List<Action> actions = decide(later);
    assertThat(actions).hasSize(1);
    return actions.getFirst();
  }

  @Test
  void aQueuedBuildIsGivenToAnAgentThatIsUp() {
    farm.agent(AGENT, 2);
    farm.queued("refs/heads/main", 1);

    assertThat(only(Duration.ZERO))
        .isInstanceOfSatisfying(
            Action.Assign.class, assign -> assertThat(assign.reason().agent()).isEqualTo(AGENT));
  }

  @Test
  void noMoreBuildsAreGivenAtOnceThanThereAreSlots() {
    farm.agent(AGENT, 2);
    for (int i = 0; i < 5; i++) {
      farm.queued("refs/tags/v" + i, 1);
    }

    assertThat(decide(Duration.ZERO)).hasSize(2);
  }

  @Test
  void anAttemptCountsOnItsHostAsSoonAsItsBuildOrItsTaskIsSeen() {
    farm.agent(AGENT, 2);
    farm.task(farm.assigned(AGENT, "refs/tags/v1"));
    farm.withoutTask(AGENT, "refs/tags/v2");
    farm.queued("refs/tags/v3", 1);

    assertThat(decide(Duration.ZERO)).isEmpty();
  }

  @Test
  void aTaskThatIsNotClaimedInTimeIsTakenBackWithoutCounting() {
    farm.agent(AGENT, 2);
    farm.task(farm.assigned(AGENT, "refs/heads/main"));

    assertThat(decide(Duration.ZERO)).isEmpty();
    assertThat(decide(Duration.ofSeconds(4))).isEmpty();
    assertThat(only(Duration.ofSeconds(5)))
        .isInstanceOfSatisfying(
            Action.TakeBack.class, back -> assertThat(back.loss().counts()).isFalse());
  }

  @Test
  void whatAGoneAgentHeldIsTakenBackAndCounts() {
    farm.claimed(AGENT, "refs/heads/main");

    assertThat(only(Duration.ZERO))
        .isInstanceOfSatisfying(
            Action.TakeBack.class, back -> assertThat(back.loss().counts()).isTrue());
  }

  @Test
  void anAgentMayComeBackAfterEtcdWasAway() {
    farm.claimed(AGENT, "refs/heads/main");
    Duration back = LeaderTimes.DEFAULT.comeBack();

    assertThat(decide(back.minusMillis(1), Duration.ZERO)).isEmpty();
    assertThat(decide(back, Duration.ZERO)).singleElement().isInstanceOf(Action.TakeBack.class);
  }

  @Test
  void anOutcomeIsTakenAlsoWhenItsAgentIsGone() {
    farm.ended(AGENT, "refs/heads/main", new AttemptOutcome.Pushed(List.of(), true));

    assertThat(only(Duration.ZERO))
        .isInstanceOfSatisfying(
            Action.Settle.class,
            settle -> assertThat(settle.next()).isInstanceOf(BuildState.Pushed.class));
  }

  @Test
  void aStopBeatsPushed() {
    farm.agent(AGENT, 2);
    farm.stopped(farm.ended(AGENT, "refs/heads/main", new AttemptOutcome.Pushed(List.of(), true)));

    assertThat(only(Duration.ZERO))
        .isInstanceOfSatisfying(
            Action.Settle.class,
            settle -> assertThat(settle.next()).isInstanceOf(BuildState.Cancelled.class));
  }

  @Test
  void aStopThatIsNotConfirmedInTenSecondsEndsTheBuildAllTheSame() {
    farm.agent(AGENT, 2);
    farm.stopped(farm.claimed(AGENT, "refs/heads/main"));

    assertThat(decide(Duration.ZERO)).isEmpty();
    assertThat(decide(Duration.ofSeconds(9))).isEmpty();
    assertThat(only(Duration.ofSeconds(10))).isInstanceOf(Action.EndUnconfirmed.class);
  }

  @Test
  void anEndOfANewerVersionIsLeftAloneUntilAStopOrTheTimeOut() {
    farm.agent(AGENT, 2);
    AttemptOutcome newer = new AttemptOutcome.Unknown("hibernated");
    BuildRecord build = farm.ended(AGENT, "refs/heads/main", newer);
    farm.task(build);

    assertThat(decide(Duration.ZERO)).isEmpty();
    assertThat(only(TestFarm.TIMEOUT.plusSeconds(30))).isInstanceOf(Action.Stop.class);

    farm.stopped(build);
    assertThat(decide(TestFarm.TIMEOUT.plusSeconds(31))).isEmpty();
    assertThat(only(TestFarm.TIMEOUT.plusSeconds(41))).isInstanceOf(Action.EndUnconfirmed.class);
  }

  @Test
  void anEndOfANewerVersionIsLeftAloneAlsoWhenItsAgentIsGone() {
    farm.task(farm.ended(AGENT, "refs/heads/main", new AttemptOutcome.Unknown("hibernated")));

    assertThat(decide(Duration.ZERO)).isEmpty();
  }

  @Test
  void anAttemptThatRunsLongerThanItMayIsStoppedHalfAMinuteLater() {
    farm.agent(AGENT, 2);
    farm.task(farm.claimed(AGENT, "refs/heads/main"));

    assertThat(decide(Duration.ZERO)).isEmpty();
    assertThat(decide(TestFarm.TIMEOUT.plusSeconds(29))).isEmpty();
    assertThat(only(TestFarm.TIMEOUT.plusSeconds(30)))
        .isInstanceOfSatisfying(
            Action.Stop.class,
            stop -> {
              assertThat(stop.order().kind()).isEqualTo(StopKind.TIMED_OUT);
              assertThat(stop.order().why()).isEqualTo("the attempt took longer than 10 min");
            });
  }

  @Test
  void aStageThatRunsLongerThanItMayIsStoppedHalfAMinuteLater() {
    farm.agent(AGENT, 2);
    farm.task(farm.running(AGENT, "refs/heads/main", Stage.COMPILE));

    assertThat(decide(Duration.ZERO)).isEmpty();
    assertThat(decide(TestFarm.COMPILE_TIMEOUT.plusSeconds(29))).isEmpty();
    assertThat(only(TestFarm.COMPILE_TIMEOUT.plusSeconds(30)))
        .isInstanceOfSatisfying(
            Action.Stop.class,
            stop -> {
              assertThat(stop.order().kind()).isEqualTo(StopKind.TIMED_OUT);
              assertThat(stop.order().why()).isEqualTo("compile took longer than 4 min");
            });
  }

  @Test
  void aStageWithoutATimeOutOfItsOwnMayTakeAsLongAsTheAttempt() {
    farm.agent(AGENT, 2);
    farm.task(farm.running(AGENT, "refs/heads/main", Stage.IMAGE));

    assertThat(decide(Duration.ZERO)).isEmpty();
    assertThat(decide(TestFarm.TIMEOUT.plusSeconds(29))).isEmpty();
    assertThat(only(TestFarm.TIMEOUT.plusSeconds(30)))
        .isInstanceOfSatisfying(
            Action.Stop.class,
            stop ->
                assertThat(stop.order().why())
                    .isEqualTo("the attempt took longer than 10 min, and was ended in image"));
  }

  @Test
  void aTimeOutThatAnAgentKeptEndsTheBuildAsTimedOut() {
    farm.agent(AGENT, 2);
    farm.ended(
        AGENT,
        "refs/heads/main",
        new AttemptOutcome.Failed(Stage.COMPILE, FailureKind.TIMEOUT, "compile took too long"));

    assertThat(only(Duration.ZERO))
        .isInstanceOfSatisfying(
            Action.Settle.class,
            settle ->
                assertThat(settle.next())
                    .isEqualTo(
                        new BuildState.TimedOut(NOW, "agent a", "compile took too long", true)));
  }

  @Test
  void whileNobodyLeadsNoTimeRuns() {
    farm.agent(AGENT, 2);
    farm.task(farm.assigned(AGENT, "refs/heads/main"));
    assertThat(decide(Duration.ZERO)).isEmpty();

    decisions.standDown();

    assertThat(decide(Duration.ofMinutes(2))).isEmpty();
    assertThat(only(Duration.ofSeconds(125))).isInstanceOf(Action.TakeBack.class);
  }

  @Test
  void aNewerHeadOfABranchSupersedesTheOlderQueuedOrRunning() {
    farm.agent(AGENT, 2);
    farm.claimedHead(AGENT, "refs/heads/main", 1);
    farm.queued("refs/heads/main", 2);
    farm.claimedHead(AGENT, "refs/heads/main", 3);

    assertThat(decide(Duration.ZERO))
        .hasSize(2)
        .allSatisfy(action ->
            assertThat(action)
                .isInstanceOfSatisfying(
                    Action.Stop.class,
                    stop -> assertThat(stop.order().kind()).isEqualTo(StopKind.SUPERSEDED)));
  }

  @Test
  void whatIsSupersededIsStoppedAlsoWhileNobodyTakesThoseBeforeIt() {
    farm.queued("refs/heads/a", 1);
    BuildRecord overtaken = farm.queued("refs/heads/b", 1);
    farm.queued("refs/heads/b", 2);

    assertThat(only(Duration.ZERO))
        .isInstanceOfSatisfying(
            Action.Stop.class,
            stop -> assertThat(stop.build().value().id()).isEqualTo(overtaken.id()));
  }

  @Test
  void aBuildThatLostAnAttemptIsPlacedPastThoseThatFitNowhere() {
    AgentId other = new AgentId("b");
    farm.agent(AGENT, 1);
    farm.agent(other, 2);
    farm.task(farm.claimed(AGENT, "refs/tags/v1"));
    farm.task(farm.claimed(other, "refs/tags/v2"));
    farm.queuedAfterLosses(2);
    BuildRecord untried = farm.queued("refs/heads/b", 1);
    farm.queued("refs/heads/c", 1);

    assertThat(only(Duration.ZERO))
        .isInstanceOfSatisfying(
            Action.Assign.class,
            assign -> assertThat(assign.build().value().id()).isEqualTo(untried.id()));
  }

  @Test
  void tagsAndOtherBranchesAreNotSuperseded() {
    farm.claimedHead(AGENT, "refs/tags/v1", 1);
    farm.claimedHead(AGENT, "refs/tags/v1", 2);
    farm.claimedHead(AGENT, "refs/heads/a", 1);
    farm.claimedHead(AGENT, "refs/heads/b", 2);
    farm.agent(AGENT, 9);

    assertThat(decide(Duration.ZERO)).isEmpty();
  }

  @Test
  void theThirdAttemptAfterTwoLostAgentsRunsAlone() {
    farm.agent(AGENT, 2);
    farm.queuedAfterLosses(2);

    assertThat(only(Duration.ZERO))
        .isInstanceOfSatisfying(Action.Assign.class, assign -> assertThat(assign.alone()).isTrue());
  }

  @Test
  void aBuildWhoseProjectWasDeletedIsStopped() {
    farm.agent(AGENT, 2);
    farm.queuedOfNoProject();

    assertThat(only(Duration.ZERO)).isInstanceOf(Action.Stop.class);
  }

  @Test
  void aBuildWhoseProjectCannotBeLookedUpWaits() {
    farm.agent(AGENT, 2);
    farm.databaseDown();
    farm.queuedOfNoProject();

    assertThat(decide(Duration.ZERO)).isEmpty();
  }

  @Test
  void whatHasEndedIsArchived() {
    farm.over();

    assertThat(only(Duration.ZERO)).isInstanceOf(Action.Archive.class);
  }

  @Test
  void aStateOfANewerVersionIsLeftAlone() {
    farm.unknown();

    assertThat(decide(Duration.ofHours(9))).isEmpty();
  }
}
