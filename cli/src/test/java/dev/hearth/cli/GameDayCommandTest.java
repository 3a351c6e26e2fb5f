package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class GameDayCommandTest {
  @Test
  void aHarmThatThereIsNotIsRefusedBeforeAnythingIsStarted() {
    Ran ran = Ran.hearth(Map.of(), "", "gameday", "--harm", "earthquake");

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err())
        .contains("there is no harm \"earthquake\"")
        .contains("agent-kill")
        .doesNotContain("starting");
  }

  @Test
  void aGameWithoutTimeIsRefused() {
    assertThat(Ran.hearth(Map.of(), "", "gameday", "--minutes", "0").err())
        .contains("--minutes and --pace must be above 0");
  }
}
