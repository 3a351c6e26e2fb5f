package dev.hearth.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.agent.RealEngine;
import dev.hearth.agent.StageFailure;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class EngineTest {
  @TempDir Path temporary;

  @Test
  void theEngineOfThisMachineIsReady() throws Exception {
    try (var real = new RealEngine()) {
      assertThat(real.engine.ready()).isTrue();
    }
  }

  @Test
  void anEngineThatIsNotThereIsNotReadyAndLosesTheAttempt() {
    try (Engine absent = Engine.at(URI.create("unix://" + temporary.resolve("absent.sock")))) {
      assertThat(absent.ready()).isFalse();
      assertThatThrownBy(() -> absent.tell("do something", client -> client.pingCmd().exec()))
          .isInstanceOfSatisfying(
              StageFailure.class, failure -> assertThat(failure.lost()).isTrue())
          .hasMessageContaining("absent.sock did not answer");
    }
  }

  @Test
  void anEngineThatHangsIsGivenUpAtTheDeadline() throws Exception {
    Path socket = temporary.resolve("hung.sock");
    try (var hung = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      hung.bind(UnixDomainSocketAddress.of(socket));
      try (Engine engine = Engine.at(URI.create("unix://" + socket))) {
        long began = System.nanoTime();
        assertThat(engine.ready()).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1.12, 1.41, 1.41", // 20.10
    "1.24, 1.47, 1.44", // 27
    "1.44, 1.52, 1.44", // 29
    "1.48, 1.60, 1.48",
  })
  void speaksAVersionThatTheEngineKnows(String oldest, String newest, String spoken) {
    assertThat(ApiVersion.between(ApiVersion.parse(oldest), ApiVersion.parse(newest)))
        .hasToString(spoken);
  }
}
