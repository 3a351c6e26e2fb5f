package dev.hearth.cli.gameday;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogEvidenceTest {
  private static final String MARKER = "game-alpha-main-1";

  @Test
  void aWholeLogIsClean() {
    String log = "fetched\n" + lines(1, 200) + "[INFO] built\n" + lines(201, GameProject.LINES);

    assertThat(LogEvidence.of(log, MARKER, true).isClean()).isTrue();
  }

  @Test
  void theFirstPartOfAnAttemptThatWasLostIsClean() {
    assertThat(LogEvidence.of(lines(1, 120), MARKER, false).isClean()).isTrue();
    assertThat(LogEvidence.of("", MARKER, false).isClean()).isTrue();
  }

  @Test
  void aLineThatIsMissingIsLost() {
    String log = lines(1, 10) + lines(12, GameProject.LINES);

    assertThat(LogEvidence.of(log, MARKER, true).lost()).isGreaterThan(20);
    assertThat(LogEvidence.of(lines(1, 10) + lines(12, 20), MARKER, false).lost()).isPositive();
    assertThat(LogEvidence.of(lines(1, 399), MARKER, true).lost()).isPositive();
  }

  @Test
  void aGapThatTheFarmShowsIsLost() {
    String log = lines(1, 10) + "[hearth: missing 1234 bytes]\n";

    assertThat(LogEvidence.of(log, MARKER, false).lost()).isEqualTo(1234);
  }

  @Test
  void aLineThatComesTwiceIsDoubled() {
    String log = lines(1, 20) + lines(18, GameProject.LINES);

    LogEvidence evidence = LogEvidence.of(log, MARKER, true);

    assertThat(evidence.lost()).isZero();
    assertThat(evidence.doubled()).isEqualTo(lines(18, 20).length());
  }

  @Test
  void linesOfAnotherBuildAndInAnotherOrderAreSeen() {
    String foreign = lines(1, GameProject.LINES) + lines(1, 1).replace("alpha", "beta");
    String disordered = lines(1, 5) + lines(7, 7) + lines(6, 6) + lines(8, GameProject.LINES);

    assertThat(LogEvidence.of(foreign, MARKER, true).foreign()).isPositive();
    assertThat(LogEvidence.of(disordered, MARKER, true).disordered()).isPositive();
  }

  private static String lines(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(line -> "gameday %s line %d of %d%n".formatted(MARKER, line, GameProject.LINES))
        .collect(Collectors.joining());
  }
}
