package dev.hearth.dispatcher.announcements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dispatcher.RefusedException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoticeTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private static Notice notice(String text, @Nullable Instant from, @Nullable Instant until) {
    return new Notice(text, Severity.INFO, false, from, until);
  }

  @Test
  void isSeenFromItsBeginningUntilItsEnd() {
    assertThat(notice("a", null, null).isSeenAt(NOW)).isTrue();
    assertThat(notice("a", NOW, NOW.plusSeconds(1)).isSeenAt(NOW)).isTrue();
    assertThat(notice("a", NOW.plusSeconds(1), null).isSeenAt(NOW)).isFalse();
    assertThat(notice("a", null, NOW).isSeenAt(NOW)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "two\nlines", "two\u2028lines", "turned \u202e round", "a\u0000"})
  void aTextIsOneLineOfPlainCharacters(String text) {
    assertThatThrownBy(() -> notice(text, null, null)).isInstanceOf(RefusedException.class);
  }

  @Test
  void aTextAndATimeAreBounded() {
    assertThat(notice(" " + "x".repeat(500) + " ", null, null).text()).hasSize(500);
    assertThatThrownBy(() -> notice("x".repeat(501), null, null)).hasMessageContaining("500");
    assertThatThrownBy(() -> notice("a", NOW, NOW)).hasMessageContaining("end before it begins");
  }

  @Test
  void whoIsNotLoggedInSeesOnlyWhatIsForAnybody() {
    Announcement known = new Announcement("1", notice("known", null, null), "ann", NOW);
    Announcement open =
        new Announcement("2", new Notice("open", Severity.INFO, true, null, null), "ann", NOW);
    Announcement over = new Announcement("3", notice("over", null, NOW), "ann", NOW);
    Board board = new Board(() -> List.of(known, open, over), Clock.fixed(NOW, ZoneOffset.UTC));
    assertThat(board.seen(true)).containsExactly(known, open);
    assertThat(board.seen(false)).containsExactly(open);
  }
}
