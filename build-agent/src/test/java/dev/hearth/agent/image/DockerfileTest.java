package dev.hearth.agent.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.agent.StageFailure;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerfileTest {
  @Test
  void isWrittenAnewWithOneInstructionALine() {
    String text =
        """
        # a comment
          from debian:bookworm-slim

        RUN one && \\
            # inside
            two && \\

            three
        COPY a b
        """;

    assertThat(rewritten(text))
        .isEqualTo(
            """
            # escape=\\
            FROM debian:bookworm-slim
            RUN one &&     two &&     three
            COPY a b
            """);
  }

  @Test
  void takesAnotherEscapeCharacterFromItsFirstLine() {
    assertThat(rewritten("# escape=`\nFROM x\nRUN a `\n b \\\n"))
        .isEqualTo("# escape=`\nFROM x\nRUN a  b \\\n");
  }

  @Test
  void readsLinesThatEndAsOnWindows() {
    assertThat(rewritten("FROM x\r\nRUN a \\\r\n b\r\n"))
        .isEqualTo("# escape=\\\nFROM x\nRUN a  b\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# only a comment",
        "FROM x\n# escape=`\nRUN a",
        "# syntax=docker/dockerfile:1\n# escape=`\nFROM x",
        "# escape=x\nFROM x",
        "FROM x\nRUN <<EOF\nADD http://127.0.0.1/ /x\nEOF",
        "FROM x\nCOPY <<-\"EOF\" /file\nEOF",
        "FROM x\nRUN a\\\\\nADD http://127.0.0.1/ /x",
        "FROM x\nADD\u000bhttp://127.0.0.1/ /x",
        "FROM x\nRUN a\rADD http://127.0.0.1/ /x",
        "FROM x\n\u00a0ADD http://127.0.0.1/ /x",
        "FROM x\nFETCH a",
      })
  void refusesWhatEnginesReadDifferently(String text) {
    assertThatThrownBy(() -> Dockerfile.parse(text))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("Dockerfile");
  }

  private static String rewritten(String text) {
    return new String(Dockerfile.parse(text).bytes(), StandardCharsets.UTF_8);
  }
}
