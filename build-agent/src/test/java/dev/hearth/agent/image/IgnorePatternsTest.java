package dev.hearth.agent.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IgnorePatternsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      commentCharacter = '~',
      value = {
        "target          | target            | true",
        "target          | target/a.jar      | true",
        "target          | module/target     | false",
        "/target/        | target/a          | true",
        "./target        | target/a          | true",
        "a/../target     | target/a          | true",
        "../target       | target/a          | false",
        "**/target       | target            | true",
        "**/target       | a/b/target/c      | true",
        "**/*.go         | a/b/c.go          | true",
        "**/*.go         | c.go              | true",
        "**              | anything/at/all   | true",
        "a/**            | a/b/c             | true",
        "a/**            | a                 | false",
        "a/**/z          | a/z               | true",
        "a/**/z          | a/b/c/z           | true",
        "*               | .dockerignore     | true",
        "*.md            | README.md         | true",
        "*.md            | docs/README.md    | false",
        "*/temp*         | a/temporary.txt   | true",
        "*/temp*         | temporary.txt     | false",
        "*/*/temp*       | a/b/temp          | true",
        "temp?           | tempa             | true",
        "temp?           | temp              | false",
        "temp?           | temp/             | false",
        "[a-c].txt       | b.txt             | true",
        "[^a-c].txt      | b.txt             | false",
        "a.c             | abc               | false",
        "a$b             | a$b               | true",
        "a(b)+           | a(b)+             | true",
        "\\*             | *                 | true",
        "\\*             | a                 | false",
        "# comment       | # comment         | false",
        "'  spaced  '    | spaced            | true",
      })
  void readsAPatternAsDockerDoes(String pattern, String path, boolean ignored) {
    assertThat(IgnorePatterns.parse(pattern).ignores(path)).isEqualTo(ignored);
  }

  @Test
  void theLastPatternThatMatchesDecides() {
    var patterns = IgnorePatterns.parse("*.md\n!README*.md\nREADME-secret.md\n");

    assertThat(patterns.ignores("notes.md")).isTrue();
    assertThat(patterns.ignores("README.md")).isFalse();
    assertThat(patterns.ignores("README-secret.md")).isTrue();
  }

  @Test
  void aFileIsTakenBackFromAnIgnoredFolder() {
    var patterns = IgnorePatterns.parse("target\n!target/app.jar\n");

    assertThat(patterns.ignores("target")).isTrue();
    assertThat(patterns.ignores("target/classes/A.class")).isTrue();
    assertThat(patterns.ignores("target/app.jar")).isFalse();
    assertThat(patterns.mayTakeBackBelow("target")).isTrue();
    assertThat(patterns.mayTakeBackBelow("target/classes")).isFalse();
    assertThat(patterns.mayTakeBackBelow("src")).isFalse();
  }

  @Test
  void aWildcardMayTakeBackFromAnywhere() {
    var patterns = IgnorePatterns.parse("**\n!**/*.jar\n");

    assertThat(patterns.ignores("a/b/c.jar")).isFalse();
    assertThat(patterns.mayTakeBackBelow("a/b")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[a-", "a\\"})
  void saysThatItCannotReadAPattern(String pattern) {
    assertThatThrownBy(() -> IgnorePatterns.parse(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(pattern);
  }
}
