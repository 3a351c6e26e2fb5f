package dev.hearth.dispatcher.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogLinesTest {
  private final AttemptId attempt = new AttemptId(BuildId.next(), 1);
  private DirectoryLogStore store;
  private LogLines lines;

  @BeforeEach
  void open(@TempDir Path home) {
    store = new DirectoryLogStore(home, DirectoryLogStore.DEFAULT_BOUND);
    lines = new LogLines(store);
  }

  private void append(String text) {
    store.append(attempt, store.length(attempt), text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anEmptyLogHasNoLines() {
    LogLines.Range range = lines.range(attempt, 5, 10, true);
    assertThat(range.total()).isZero();
    assertThat(range.lines()).isEmpty();
  }

  @Test
  void theLastLineCountsWhenItHasAnEndOrTheLogHas() {
    append("one\ntwo\nthr");
    LogLines.Range live = lines.range(attempt, 0, 10, false);
    assertThat(live.lines()).containsExactly("one", "two");
    assertThat(live.offset()).isEqualTo(8);
    assertThat(lines.range(attempt, 0, 10, true).lines()).containsExactly("one", "two", "thr");
    append("ee\n");
    assertThat(lines.range(attempt, 2, 10, false).lines()).containsExactly("three");
  }

  @Test
  void aReturnEndsALineAndNumbersAreTheSameWhereverReadingBegins() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      text.append(i % 3 == 0 ? "a\rb " : "é ").append(i).append(i % 2 == 0 ? "\r\n" : "\n");
    }
    append(text.toString());
    LogLines.Range all = lines.range(attempt, 0, 10_000, true);
    assertThat(all.total()).isEqualTo(4000);
    for (int from : new int[] {1, 199, 200, 201, 2777, 3999}) {
      assertThat(lines.range(attempt, from, 7, true).lines())
          .isEqualTo(all.lines().subList(from, Math.min(4000, from + 7)));
    }
  }

  @Test
  void stagesAreSectionsAndOneThatLastsHasNoEnd() {
    append("== checkout\nx\n== checkout: 1.0 s\n== compile\n  == image\n== nothing\n");
    assertThat(lines.range(attempt, 0, 1, false).sections())
        .containsExactly(new LogSection("checkout", 0, 3), new LogSection("compile", 3, -1));
    append("== compile ended early: 3 s\n");
    assertThat(lines.range(attempt, 0, 1, false).sections().getLast())
        .isEqualTo(new LogSection("compile", 3, 7));
  }

  @Test
  void linesHaveTheTimeAtWhichTheyCame() {
    Instant before = Instant.now().minusSeconds(2);
    append("one\ntwo\n");
    var times = lines.range(attempt, 0, 2, false).times();
    assertThat(times).hasSize(1);
    assertThat(times.getFirst().line()).isZero();
    assertThat(times.getFirst().came()).isBetween(before, Instant.now().plusSeconds(2));
  }

  @Test
  void aTextIsFoundWhateverItsCapitalsAndColours() {
    append("Error\nfine\n\u001b[31mERR\u001b[0mor\nerr\n");
    assertThat(lines.search(attempt, "eRRor", 1)).isEqualTo(new LogLines.Found(2, List.of(0L)));
    assertThat(lines.search(attempt, "none", 9).total()).isZero();
  }

  @Test
  void aVeryLongLineIsCut() {
    append("x".repeat(100_000) + "\nnext\n");
    LogLines.Range range = lines.range(attempt, 0, 2, false);
    assertThat(range.lines().getFirst()).hasSize(LogLines.LONGEST + 2);
    assertThat(range.lines().getLast()).isEqualTo("next");
  }
}
