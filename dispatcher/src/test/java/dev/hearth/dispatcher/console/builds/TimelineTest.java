package dev.hearth.dispatcher.console.builds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.api.BuildView;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.PlacementReason;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.StageRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
  private static final AgentId HOST = new AgentId("hut-1");

  private final BuildRecord queued =
      BuildRecord.queued(
          BuildId.next(),
          new BuildRequest(
              ProjectId.random(),
              new ProjectName("team/app"),
              1,
              "refs/heads/main",
              new Commit("1".repeat(40)),
              null,
              Cause.PUSH,
              1,
              List.of(),
              true,
              "robin",
              null,
              START),
          START);

  private static Instant at(int second) {
    return START.plusSeconds(second);
  }

  private static Timeline timeline(BuildRecord record, int now) {
    return Timeline.of(new BuildView(record, null, null), at(now));
  }

  @Test
  void aBuildThatWaitsHasOnePartThatGrows() {
    assertThat(timeline(queued, 7).segments())
        .containsExactly(new Segment("queued", "queued", START, at(7), true));
  }

  @Test
  void waitingEndsWhereTheHostWasChosenAndAStageThatRunsEndsNow() {
    AttemptId attempt = new AttemptId(queued.id(), 1);
    BuildRecord placed = queued.placed(attempt, new PlacementReason(HOST, 1, true, "home"), at(3));
    AttemptRecord running =
        AttemptRecord.claimed(attempt, HOST, "identity", "nonce", at(4))
            .began(Stage.COMPILE, at(5));
    Timeline timeline = Timeline.of(new BuildView(placed, running, null), at(13));
    assertThat(timeline.segments())
        .containsExactly(
            new Segment("queued", "queued", START, at(3), false),
            new Segment("compile", "compile warm", at(5), at(13), true));
    assertThat(timeline.total()).isEqualTo(Duration.ofSeconds(13));
  }

  @Test
  void partsAreDrawnToScaleAndWhatTookNoTimeIsStillSeen() {
    BuildRecord ended =
        queued
            .told(
                List.of(
                    new StageRecord(Stage.CHECKOUT, at(25), at(25)),
                    new StageRecord(Stage.COMPILE, at(25), at(75))),
                0)
            .in(new BuildState.Succeeded(at(100), List.of()));
    Timeline timeline = timeline(ended, 999);
    assertThat(timeline.segments().stream().map(timeline::x))
        .containsExactly("0.0", "250.0", "250.0");
    assertThat(timeline.segments().stream().map(timeline::width))
        .containsExactly("250.0", "3.0", "500.0");
  }

  @Test
  void clocksOfTwoHostsMayDiffer() {
    BuildRecord ended =
        queued
            .told(List.of(new StageRecord(Stage.CHECKOUT, at(-5), at(12))), 0)
            .in(new BuildState.Succeeded(at(10), List.of()));
    Timeline timeline = timeline(ended, 999);
    assertThat(timeline.total()).isEqualTo(Duration.ofSeconds(12));
    assertThat(timeline.segments().getFirst().text()).isEqualTo("0.0 s");
    assertThat(timeline.x(timeline.segments().getLast())).isEqualTo("0.0");
  }

  @Test
  void marksStandAtRoundDistances() {
    BuildRecord ended = queued.in(new BuildState.Succeeded(at(200), List.of()));
    assertThat(timeline(ended, 999).ticks().stream().map(Timeline.Tick::text))
        .containsExactly("0 s", "30 s", "1:00", "1:30", "2:00", "2:30", "3:00");
    assertThat(timeline(ended, 999).ticks().get(1).percent()).isEqualTo("15.0%");
  }

  @Test
  void durationsAreReadAtAGlance() {
    assertThat(List.of(-1L, 0L, 7_499L, 9_999L, 42_900L, 65_000L, 7_389_000L))
        .extracting(millis -> Durations.text(Duration.ofMillis(millis)))
        .containsExactly("0.0 s", "0.0 s", "7.4 s", "9.9 s", "42 s", "1:05", "2:03:09");
  }
}
