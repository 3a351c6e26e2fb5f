package dev.hearth.cli.gameday;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {
  private static final Instant BEGAN = Instant.parse("2026-11-22T10:00:00Z");
  private static final Answers.Try IN_VAIN =
      new Answers.Try("dispatcher", BEGAN, Duration.ofSeconds(10), 0);
  private static final Answers.Try TAKEN =
      new Answers.Try("dispatcher-2", BEGAN, Duration.ofMillis(40), 200);

  @Test
  void aDispatcherMustAnswerWhateverIsDoneToTheOther() {
    assertThat(answers(HarmKind.DISPATCHER_FREEZE, "dispatcher"))
        .isEqualTo(new Answers(List.of(), Duration.ofMillis(40)));
    assertThat(answers(HarmKind.DISPATCHER_FREEZE, "dispatcher-2"))
        .isEqualTo(new Answers(List.of(IN_VAIN), Duration.ofSeconds(10)));
    assertThat(answers(HarmKind.AGENT_KILL, "farm-a").inVain()).containsExactly(IN_VAIN);
  }

  @Test
  void nobodyIsJudgedWhileAServerIsAway() {
    assertThat(answers(HarmKind.ETCD_OUTAGE, "etcd"))
        .isEqualTo(new Answers(List.of(), Duration.ZERO));
  }

  @Test
  void whatWasLongAgoIsNoExcuse() {
    Done over =
        new Done(
            HarmKind.DISPATCHER_KILL, "dispatcher", BEGAN.minusSeconds(60), BEGAN.minusSeconds(40));
    assertThat(Answers.of(List.of(IN_VAIN), List.of(over)).inVain()).containsExactly(IN_VAIN);
  }

  private static Answers answers(HarmKind kind, String target) {
    Done harm = new Done(kind, target, BEGAN.minusSeconds(3), BEGAN.plusSeconds(4));
    return Answers.of(List.of(IN_VAIN, TAKEN), List.of(harm));
  }
}
