package dev.hearth.agent.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.agent.StageFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BasesTest {
  private final List<String> pulled = new ArrayList<>();

  @Test
  void everyBaseIsPulledAndNailedToItsDigest() throws Exception {
    String text =
        """
        ARG VERSION=bookworm
        ARG FLAVOUR="slim"
        FROM --platform=$BUILDPLATFORM maven:3 AS Build
        FROM build AS test
        FROM scratch AS nothing
        FROM debian:${VERSION}-${FLAVOUR}
        COPY --from=build /a /a
        COPY --from=0 /b /b
        COPY --from=busybox:1 /c /c
        """;

    assertThat(pinned(text, Map.of("VERSION", "trixie")))
        .isEqualTo(
            """
            # escape=\\
            ARG VERSION=bookworm
            ARG FLAVOUR="slim"
            FROM maven:3@pinned AS Build
            FROM build AS test
            FROM scratch AS nothing
            FROM debian:trixie-slim@pinned
            COPY --from=build /a /a
            COPY --from=0 /b /b
            COPY --from=busybox:1 /c /c
            """);
    assertThat(pulled).containsExactly("maven:3", "debian:trixie-slim");
  }

  @Test
  void aVariableMayHaveItsDefaultInPlace() throws Exception {
    assertThat(pinned("FROM ${BASE:-debian:12}\n", Map.of())).contains("FROM debian:12@pinned\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FROM $NOTHING",
        "FROM debian/Slim",
        "FROM 0123456789012345678901234567890123456789012345678901234567890123",
        "FROM a b",
        "FROM x AS y z",
        "FROM x\nCOPY --from=$X /a /a",
        "FROM x\nCOPY --from=\"b\" /a /a",
        "FROM x\nONBUILD COPY --from=$X /a /a",
      })
  void whatIsNoNameInARegistryIsRefused(String text) {
    assertThatThrownBy(() -> pinned(text, Map.of()))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("of the Dockerfile");
  }

  private String pinned(String text, Map<String, String> arguments) throws InterruptedException {
    Dockerfile pinned =
        Bases.pinned(
            Dockerfile.parse(text),
            arguments,
            (where, reference) -> {
              pulled.add(reference);
              return reference + "@pinned";
            });
    return new String(pinned.bytes(), StandardCharsets.UTF_8);
  }
}
