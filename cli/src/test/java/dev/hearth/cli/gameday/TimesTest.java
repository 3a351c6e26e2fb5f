package dev.hearth.cli.gameday;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.LeaderRecord;
import dev.hearth.protocol.LostAttempt;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimesTest {
  private static final Instant KILLED = Instant.parse("2026-11-22T10:00:00Z");
  private static final AgentId DEAD = new AgentId("farm-a");
  private static final AgentId NEXT = new AgentId("farm-b");
  private static final Done KILL =
      new Done(HarmKind.AGENT_KILL, "farm-a", KILLED, KILLED.plusSeconds(20));

  private final AttemptId first = AttemptId.parse("01a202c3-7b7b-71e3-8fb1-e689af55d51f-1");
  private final BuildId build = first.build();

  @Test
  void countsFromTheKillToTheNextClaim() {
    Times times = times(List.of(KILL), claimed(first, DEAD, -5), 9, 11);

    assertThat(times.noticed()).containsExactly(Duration.ofSeconds(9));
    assertThat(times.running()).containsExactly(Duration.ofSeconds(11));
    assertThat(times.undisturbed()).containsExactly(Duration.ofSeconds(11));
  }

  @Test
  void tellsApartWhatAnotherHarmMayHaveHeldUp() {
    Done etcd = new Done(HarmKind.ETCD_KILL, "etcd", KILLED.plusSeconds(2), KILLED.plusSeconds(6));
    Done next =
        new Done(HarmKind.AGENT_KILL, "farm-b", KILLED.plusSeconds(8), KILLED.plusSeconds(9));

    for (Done other : List.of(etcd, next)) {
      Times times = times(List.of(KILL, other), claimed(first, DEAD, -5), 18, 20);

      assertThat(times.running()).containsExactly(Duration.ofSeconds(20));
      assertThat(times.undisturbed()).isEmpty();
    }
  }

  @Test
  void whatWasClaimedLaterOrLostOtherwiseIsNotTheKills() {
    assertThat(times(List.of(KILL), claimed(first, DEAD, 3), 9, 11).running()).isEmpty();
    assertThat(times(List.of(KILL), claimed(first, DEAD, -90), -60, -58).running()).isEmpty();
  }

  @Test
  void theNextLeaderIsAnother() {
    Done kill = new Done(HarmKind.DISPATCHER_KILL, "dispatcher", KILLED, KILLED.plusSeconds(5));
    Done other = new Done(HarmKind.DISPATCHER_KILL, "dispatcher-2", KILLED, KILLED.plusSeconds(5));
    Done later =
        new Done(
            HarmKind.DISPATCHER_KILL, "dispatcher", KILLED.plusSeconds(4), KILLED.plusSeconds(5));

    assertThat(leaderless(List.of(kill), "vm:2")).containsExactly(Duration.ofSeconds(10));
    assertThat(leaderless(List.of(kill), "vm:1")).isEmpty();
    assertThat(leaderless(List.of(other), "vm:2")).isEmpty();
    assertThat(leaderless(List.of(kill, later), "vm:2")).containsExactly(Duration.ofSeconds(6));
  }

  @Test
  void aChangeOfLeaderIsToldApartWhereAServerWasHarmedMeanwhile() {
    Done kill = new Done(HarmKind.DISPATCHER_KILL, "dispatcher", KILLED, KILLED.plusSeconds(5));
    Done etcd = new Done(HarmKind.ETCD_KILL, "etcd", KILLED.plusSeconds(2), KILLED.plusSeconds(6));

    assertThat(times(List.of(kill), "vm:2").leaderlessUndisturbed())
        .containsExactly(Duration.ofSeconds(10));
    assertThat(times(List.of(kill, etcd), "vm:2").leaderlessUndisturbed()).isEmpty();
  }

  private static List<Duration> leaderless(List<Done> done, String next) {
    return times(done, next).leaderless();
  }

  private static Times times(List<Done> done, String next) {
    return Times.of(
        done,
        Map.of("dispatcher", "vm:1", "dispatcher-2", "vm:2"),
        Map.of(),
        Map.of(),
        List.of(
            at(new LeaderRecord("vm:1", KILLED.minusSeconds(60))),
            at(new LeaderRecord(next, KILLED.plusSeconds(10)))));
  }

  private Times times(List<Done> done, AttemptRecord lost, int lostAt, int claimedAt) {
    LostAttempt loss = new LostAttempt(first, DEAD, "agent gone", true, KILLED.plusSeconds(lostAt));
    AttemptId second = new AttemptId(build, 2);
    BuildRecord record = BuildRecord.queued(build, request(), KILLED).losing(loss);
    return Times.of(
        done,
        Map.of(),
        Map.of(build.value(), List.of(at(record))),
        Map.of(
            first.toString(),
            List.of(at(lost)),
            second.toString(),
            List.of(at(claimed(second, NEXT, claimedAt)))),
        List.of());
  }

  private static BuildRequest request() {
    return new BuildRequest(
        ProjectId.random(),
        new ProjectName("game/alpha"),
        1,
        "refs/heads/main",
        new Commit("0123456789abcdef0123456789abcdef01234567"),
        null,
        Cause.PUSH,
        1,
        List.of(),
        true,
        "hook",
        null,
        KILLED);
  }

  private static AttemptRecord claimed(AttemptId attempt, AgentId agent, int seconds) {
    return AttemptRecord.claimed(attempt, agent, "id", "nonce", KILLED.plusSeconds(seconds));
  }

  private static <T> History.Change<T> at(T value) {
    return new History.Change<>(KILLED, 1, value);
  }
}
