package dev.hearth.agent.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.agent.FakeDispatcher;
import dev.hearth.agent.http.DispatcherHttp;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.results.TestCounts;
import dev.hearth.protocol.results.TestResults;
import dev.hearth.protocol.results.TestResultsJson;
import dev.hearth.protocol.settings.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TestResultOutboxTest {
  private static final TestResults RESULTS =
      new TestResults(
          new TestCounts(2, 0, 0, 0), Duration.ZERO, 1, List.of(), List.of(), List.of(), false);

  @TempDir Path folder;
  private final AttemptId attempt = new AttemptId(BuildId.next(), 1);
  private FakeDispatcher dispatcher;
  private DispatcherHttp http;

  @BeforeEach
  void start() throws Exception {
    dispatcher = new FakeDispatcher("{}");
    http =
        new DispatcherHttp(
            List.of(dispatcher.url()), SSLContext.getDefault(), new Secret(FakeDispatcher.KEY));
  }

  @AfterEach
  void stop() {
    http.close();
    dispatcher.close();
  }

  @Test
  void whatADispatcherDoesNotTakeIsSentAgainAlsoByTheNextProcess() throws IOException {
    dispatcher.feel(FakeDispatcher.Mood.UNAVAILABLE);
    var asked = new AtomicInteger();
    TestResultReceiver counting =
        (of, bytes) -> {
          asked.incrementAndGet();
          return new HttpTestResultReceiver(http).put(of, bytes);
        };
    try (var first = new TestResultOutbox(folder, counting)) {
      first.put(attempt, TestResultsJson.write(RESULTS));
      await().until(() -> asked.get() > 2);
    }
    assertThat(dispatcher.results(attempt)).isEmpty();
    assertThat(folder).isNotEmptyDirectory();
    Files.writeString(folder.resolve("half-written.new"), "{");

    dispatcher.feel(FakeDispatcher.Mood.WELL);
    try (var next = new TestResultOutbox(folder, counting)) {
      next.deliverLeftovers();
      await().untilAsserted(() -> assertThat(dispatcher.results(attempt)).contains(RESULTS));
      await().untilAsserted(() -> assertThat(folder).isEmptyDirectory());
    }
  }

  @Test
  void whatIsNotWantedIsNotKept() {
    try (var outbox = new TestResultOutbox(folder, (_, _) -> false)) {
      outbox.put(attempt, TestResultsJson.write(RESULTS));
      await().untilAsserted(() -> assertThat(folder).isEmptyDirectory());
    }
  }
}
