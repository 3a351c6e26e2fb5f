package dev.hearth.cli.gameday;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.cli.gameday.Finding.Wrong;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChecksTest {
  private static final LogEvidence CLEAN = new LogEvidence(0, 0, 0, 0);

  @Test
  void nothingIsWrongWithAGoodGame() {
    assertThat(Checks.of(evidence(build("succeeded", List.of("succeeded"))))).isEmpty();
    assertThat(Checks.of(evidence(build("succeeded", List.of())))).isEmpty();
  }

  @Test
  void aBuildThatDidNotEndIsLost() {
    assertThat(wrong(evidence(build("", List.of())))).contains(Wrong.NEVER_ENDED);
  }

  @Test
  void aSecondEndIsSeenInEtcdAndInTheArchive() {
    assertThat(wrong(evidence(build("succeeded", List.of("lost", "succeeded")))))
        .contains(Wrong.ENDED_TWICE);
    assertThat(wrong(evidence(build("succeeded", List.of("superseded")))))
        .contains(Wrong.ENDED_TWICE);
  }

  @Test
  void aBuildThatCannotFailDidNotFail() {
    assertThat(wrong(evidence(build("failed", List.of("failed"))))).contains(Wrong.ENDED_UNTRUE);
  }

  @Test
  void anImageHoldsWhatItsCommitSays() {
    BuildEvidence build =
        build("succeeded", List.of(), Map.of(1, CLEAN), Map.of("game/alpha@sha256:1", "another"));
    BuildEvidence none = build("succeeded", List.of(), Map.of(1, CLEAN), Map.of());

    assertThat(wrong(evidence(build))).containsExactly(Wrong.IMAGE);
    assertThat(wrong(evidence(none))).containsExactly(Wrong.IMAGE);
  }

  @Test
  void theBranchsTagIsOfItsNewestBuild() {
    Evidence good = evidence(build("succeeded", List.of()));
    Evidence stale =
        new Evidence(
            good.builds(),
            good.markers(),
            good.newest(),
            Map.of("game/alpha main", "older"),
            List.of(),
            List.of(),
            List.of(),
            false);

    assertThat(wrong(stale)).containsExactly(Wrong.IMAGE);
  }

  @Test
  void logsOrphansAndHooksCount() {
    BuildEvidence torn =
        build(
            "succeeded",
            List.of(),
            Map.of(1, new LogEvidence(10, 0, 0, 0)),
            Map.of("game/alpha@sha256:1", "marker"));
    Evidence left =
        new Evidence(
            List.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            List.of("the push of marker"),
            List.of(),
            List.of("key /hearth/tasks/a/b-1"),
            true);

    assertThat(wrong(evidence(torn))).containsExactly(Wrong.LOG);
    assertThat(wrong(left)).containsExactly(Wrong.NEVER_ACCEPTED, Wrong.ORPHAN, Wrong.GAME);
  }

  private static List<Wrong> wrong(Evidence evidence) {
    return Checks.of(evidence).stream().map(Finding::kind).distinct().toList();
  }

  private static Evidence evidence(BuildEvidence build) {
    return new Evidence(
        List.of(build),
        Map.of("c1", "marker"),
        Map.of("game/alpha main", List.of("c1")),
        Map.of("game/alpha main", build.succeeded() ? "marker" : ""),
        List.of(),
        List.of(),
        List.of(),
        false);
  }

  private static BuildEvidence build(String end, List<String> ends) {
    return build(end, ends, Map.of(1, CLEAN), Map.of("game/alpha@sha256:1", "marker"));
  }

  private static BuildEvidence build(
      String end, List<String> ends, Map<Integer, LogEvidence> logs, Map<String, String> images) {
    return new BuildEvidence(
        "b1",
        "game/alpha#1",
        "refs/heads/main",
        "c1",
        Instant.EPOCH,
        true,
        end,
        "is as it is",
        ends,
        false,
        logs,
        images);
  }
}
