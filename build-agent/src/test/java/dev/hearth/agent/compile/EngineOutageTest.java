package dev.hearth.agent.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hearth.agent.RealEngine;
import dev.hearth.agent.Recorded;
import dev.hearth.agent.Retries;
import dev.hearth.agent.StageFailure;
import dev.hearth.agent.engine.Engine;
import dev.hearth.agent.engine.EngineSocket;
import dev.hearth.agent.network.BuildNetwork;
import dev.hearth.protocol.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The engine is stopped, which ends what runs in it, and is started again. */
@Timeout(90)
class EngineOutageTest {
  private static final Limits SMALL = new Limits(1, 512 << 20, 200, 100 << 20, 4 << 20);

  @TempDir Path workspace;
  private final Recorded log = new Recorded();
  private final RealEngine real = new RealEngine();
  private Path folder;
  private EngineSocket socket;
  private Engine engine;

  @BeforeEach
  void listen() throws IOException, InterruptedException {
    BuildNetwork.findOrCreate(real.engine);
    BuildUser.own(workspace);
    folder = Files.createTempDirectory(Path.of("/tmp"), "he");
    socket = new EngineSocket(folder, Path.of("/var/run/docker.sock"));
    engine = Engine.at(socket.uri());
  }

  @AfterEach
  void close() throws IOException {
    engine.close();
    socket.close();
    real.close();
    Files.deleteIfExists(folder);
  }

  @Test
  void whatRanInTheEngineIsLostAndItsContainerIsRemovedWhenTheEngineIsBack() throws Exception {
    try (CompileContainer container = create()) {
      var run =
          new FutureTask<>(() -> {
            container.run(log);
            return true;
          });
      Thread.ofVirtual().start(run);
      await().atMost(Duration.ofSeconds(20)).until(() -> log.text().contains("up"));

      socket.away();
      real.engine.tell("kill", client -> client.killContainerCmd(container.id()).exec());

      assertThatThrownBy(() -> run.get(20, TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              StageFailure.class, failure -> assertThat(failure.lost()).isTrue());
      assertThat(engine.ready()).isFalse();
    }
    assertThat(real.containers()).hasSize(1);

    socket.back();

    assertThat(engine.ready()).isTrue();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(real.containers()).isEmpty());
  }

  @Test
  void whatCanBeDoneTwiceWaitsForTheEngine() throws Exception {
    assertThat(engine.ready()).isTrue();
    socket.away();
    var found =
        new FutureTask<>(() ->
            Retries.standard()
                .run(log, () -> new BuilderImages(engine, Map.of()).require("maven-jdk17", log)));
    Thread.ofVirtual().start(found);
    await().atMost(Duration.ofSeconds(20)).until(() -> log.text().contains("trying again in 2 s"));

    socket.back();

    assertThat(found.get(30, TimeUnit.SECONDS).id()).startsWith("sha256:");
    assertThat(log.text()).contains("did not answer");
  }

  private CompileContainer create() throws InterruptedException {
    return CompileContainer.create(
        engine,
        real.owner,
        new CompileOrder(
            real.newAttempt(),
            new BuilderImages(engine, Map.of()).require("maven-jdk17", log).id(),
            CompileCommand.shell("echo up; sleep 60"),
            workspace,
            "",
            Map.of("HOME", CompileContainer.HOME),
            List.of(),
            SMALL));
  }
}
