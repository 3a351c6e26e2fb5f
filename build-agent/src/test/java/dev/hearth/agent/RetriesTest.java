package dev.hearth.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetriesTest {
  private final Recorded log = new Recorded();
  private final Retries three = Retries.after(Duration.ofMillis(1), Duration.ofMillis(2));
  private int tries;

  private String failing(int times, StageFailure failure) {
    if (tries++ < times) {
      throw failure;
    }
    return "done";
  }

  @Test
  void whatDidNotAnswerIsAskedAgainAndTheLogSaysSo() throws InterruptedException {
    assertThat(three.run(log, () -> failing(2, away()))).isEqualTo("done");

    assertThat(tries).isEqualTo(3);
    assertThat(log.text()).contains("no answer\ntrying again in 0 s\n");
  }

  @Test
  void inTheEndTheLastFailureStands() {
    assertThatThrownBy(() -> three.run(log, () -> failing(3, away())))
        .isInstanceOfSatisfying(StageFailure.class, failure -> assertThat(failure.lost()).isTrue());
    assertThat(tries).isEqualTo(3);
  }

  @Test
  void whatFailedOtherwiseIsNotRepeated() {
    assertThatThrownBy(() -> three.run(log, () -> failing(1, StageFailure.lost("gone"))))
        .hasMessage("gone");
    assertThat(tries).isEqualTo(1);
  }

  @Test
  void pausesGrowAndAddUpToTheBound() {
    List<Duration> pauses = new ArrayList<>(Retries.standard().pauses());

    assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
        .isEqualTo(Duration.ofSeconds(150));
    assertThat(pauses.subList(0, 6))
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 8L, 15L, 15L);
  }

  private static StageFailure away() {
    return StageFailure.away("no answer", new IOException());
  }
}
