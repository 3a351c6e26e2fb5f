package dev.hearth.dispatcher.heads;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectJson;
import dev.hearth.dispatcher.sql.KnownHead;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MissedHeadsTest {
  private static final String MAIN = "refs/heads/main";
  private static final String DEV = "refs/heads/dev";
  private static final String TAG = "refs/tags/v1";
  private static final Commit ONE = commit('1');
  private static final Commit TWO = commit('2');
  private static final Instant EARLY = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATE = EARLY.plusSeconds(60);

  private final Project project = project("*");

  private static Commit commit(char digit) {
    return new Commit(String.valueOf(digit).repeat(40));
  }

  private static Project project(String branches) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", "team/app").put("gitUrl", "https://git.example/team/app.git");
    json.putArray("branches").add(branches);
    return ProjectJson.create(ProjectId.random(), json).project();
  }

  private static KnownHead at(Commit commit, Instant at) {
    return new KnownHead(commit, at);
  }

  @Test
  void aHeadThatWasAcceptedIsNotMissedHoweverItsBuildEnded() {
    MissedHeads found =
        MissedHeads.of(project, Map.of(MAIN, ONE), Map.of(MAIN, at(ONE, LATE)), Map.of());

    assertThat(found).isEqualTo(new MissedHeads(List.of(), Map.of()));
  }

  @Test
  void whatTheBaselineHoldsIsNotBuiltAndWhatIsNewIs() {
    MissedHeads found =
        MissedHeads.of(
            project,
            Map.of(MAIN, ONE, DEV, TWO, TAG, TWO, "refs/notes/x", ONE),
            Map.of(),
            Map.of(MAIN, at(ONE, EARLY), DEV, at(ONE, EARLY)));

    assertThat(found.missed())
        .containsExactly(
            new MissedHeads.Missed(DEV, TWO, null), new MissedHeads.Missed(TAG, TWO, null));
  }

  @Test
  void aForcedPushBackToAnOlderCommitIsBuiltAlsoIfItIsTheBaselines() {
    MissedHeads found =
        MissedHeads.of(
            project, Map.of(MAIN, ONE), Map.of(MAIN, at(TWO, LATE)), Map.of(MAIN, at(ONE, EARLY)));

    assertThat(found.missed()).containsExactly(new MissedHeads.Missed(MAIN, ONE, TWO));
  }

  @Test
  void aBaselineThatIsNewerThanTheLastPushCounts() {
    MissedHeads found =
        MissedHeads.of(
            project, Map.of(MAIN, ONE), Map.of(MAIN, at(TWO, EARLY)), Map.of(MAIN, at(ONE, LATE)));

    assertThat(found.missed()).isEmpty();
  }

  @Test
  void aBranchThatIsGoneIsNothing() {
    MissedHeads found = MissedHeads.of(project, Map.of(), Map.of(MAIN, at(TWO, EARLY)), Map.of());

    assertThat(found).isEqualTo(new MissedHeads(List.of(), Map.of()));
  }

  @Test
  void refsThatTheRulesLeaveOutMoveTheBaseline() {
    MissedHeads found =
        MissedHeads.of(
            project("main"),
            Map.of(MAIN, ONE, DEV, TWO),
            Map.of(MAIN, at(ONE, EARLY)),
            Map.of(DEV, at(ONE, EARLY)));

    assertThat(found.missed()).isEmpty();
    assertThat(found.moved()).containsExactly(Map.entry(DEV, TWO));
  }

  @Test
  void everyProjectHasOneTurnInEachIntervalAndTurnsAreSpread() {
    List<ProjectId> all = Stream.generate(ProjectId::random).limit(200).toList();
    Rota rota = new Rota(Duration.ofMinutes(5), EARLY);
    Set<ProjectId> first = new HashSet<>();
    int most = 0;
    for (int second = 0; second < 330; second++) {
      Instant now = EARLY.plusSeconds(second);
      List<ProjectId> due = rota.due(all, now);
      most = Math.max(most, due.size());
      due.forEach(project -> rota.asked(project, now));
      if (second == 31) {
        assertThat(first).as("all are asked in the first half minute").hasSize(200);
      }
      first.addAll(due);
    }

    assertThat(most).isLessThan(40);
    ProjectId newcomer = ProjectId.random();
    assertThat(rota.due(List.of(newcomer), EARLY.plusSeconds(340))).containsExactly(newcomer);
  }

  @Test
  void betweenTwoTurnsAreHalfAnIntervalAtLeastAndOneAndAHalfAtMost() {
    ProjectId project = ProjectId.random();
    Rota rota = new Rota(Duration.ofSeconds(100), EARLY);
    Instant last = EARLY;
    rota.due(List.of(project), EARLY);
    rota.asked(project, EARLY);
    for (int second = 1; second < 1000; second++) {
      Instant now = EARLY.plusSeconds(second);
      if (!rota.due(List.of(project), now).isEmpty()) {
        assertThat(Duration.between(last, now))
            .isBetween(Duration.ofSeconds(49), Duration.ofSeconds(152));
        last = now;
        rota.asked(project, now);
      }
    }
    assertThat(last).isAfter(EARLY.plusSeconds(800));
  }
}
