package dev.hearth.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class BuildRecordTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  void ofAttemptsThatNobodyClaimedOnlyTheNewestAreKnownAndTheLostOnesAllAre() {
    BuildRecord build = losing(queued(), 1, true);
    for (int i = 2; i < 100; i++) {
      build = losing(build, i, false);
    }
    build = losing(build, 100, true);

    assertThat(build.countedLosses()).isEqualTo(2);
    assertThat(build.lost())
        .extracting(lost -> lost.attempt().number())
        .containsExactly(1, 94, 95, 96, 97, 98, 99, 100);
  }

  private static BuildRecord losing(BuildRecord build, int number, boolean counted) {
    AttemptId attempt = new AttemptId(build.id(), number);
    return build.losing(new LostAttempt(attempt, new AgentId("a"), "it is gone", counted, NOW));
  }

  private static BuildRecord queued() {
    BuildRequest request =
        new BuildRequest(
            new ProjectId("00000000-0000-4000-8000-000000000001"),
            new ProjectName("team/app"),
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
            NOW);
    return BuildRecord.queued(BuildId.next(), request, NOW);
  }
}
