package dev.hearth.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RefGlobTest {
  @Test
  void aStarStandsForAnyCharactersSlashesToo() {
    assertThat(RefGlob.matches("*", "feature/a/b")).isTrue();
    assertThat(RefGlob.matches("release/*", "release/2/rc")).isTrue();
    assertThat(RefGlob.matches("release/*", "release")).isFalse();
    assertThat(RefGlob.matches("*-stable", "2-stable")).isTrue();
    assertThat(RefGlob.matches("*-stable", "2-stable-x")).isFalse();
    assertThat(RefGlob.matches("v?.*", "v1.0")).isTrue();
    assertThat(RefGlob.matches("v?.*", "v10")).isFalse();
  }

  @Test
  void allOtherCharactersStandForThemselves() {
    assertThat(RefGlob.matches("a.b", "axb")).isFalse();
    assertThat(RefGlob.matches("a+(b)", "a+(b)")).isTrue();
  }

  @Test
  void aHostileGlobTakesNoLongerThanOthers() {
    assertThat(RefGlob.matches("*a".repeat(50) + "b", "a".repeat(5000))).isFalse();
  }
}
