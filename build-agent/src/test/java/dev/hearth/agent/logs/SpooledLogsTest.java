package dev.hearth.agent.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.agent.FakeDispatcher;
import dev.hearth.agent.FakeDispatcher.Mood;
import dev.hearth.agent.http.DispatcherHttp;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.settings.Secret;
import dev.hearth.protocol.trust.TrustedAuthorities;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SpooledLogsTest {
  private static final long LIMIT = 10 << 20;

  @TempDir Path folder;

  private final FakeDispatcher dispatcher = new FakeDispatcher("{}");
  private final DispatcherHttp http =
      new DispatcherHttp(
          List.of(dispatcher.url()),
          TrustedAuthorities.ofThisJava(),
          new Secret(FakeDispatcher.KEY));
  private final AttemptId attempt = new AttemptId(BuildId.next(), 1);
  private SpooledLogs logs;

  @BeforeEach
  void open() {
    logs = new SpooledLogs(folder, new HttpLogReceiver(http));
  }

  @AfterEach
  void close() {
    logs.close();
    http.close();
    dispatcher.close();
  }

  @Test
  void aLineArrivesSoonAfterItWasWritten() {
    AttemptLog log = logs.open(attempt, LIMIT);

    log.line("first");

    await().atMost(Duration.ofSeconds(2)).until(() -> dispatcher.log(attempt).equals("first\n"));
  }

  @Test
  void nothingIsLostOrDoubledWhenConnectionsBreak() throws InterruptedException {
    AttemptLog log = logs.open(attempt, LIMIT);
    var expected = new StringBuilder();
    Mood[] moods = {Mood.BREAKS_BEFORE, Mood.BREAKS_AFTER};
    for (int i = 0; i < 60_000; i++) {
      if (i % 15_000 == 0) {
        dispatcher.feel(moods[i / 15_000 % 2]);
      }
      log.line("line " + i);
      expected.append("line ").append(i).append('\n');
      if (i % 15_000 == 14_999) {
        int soFar = expected.length();
        await().until(() -> dispatcher.log(attempt).length() == soFar);
      }
    }

    assertThat(log.seal()).isEqualTo(expected.length());

    assertThat(logs.awaitDelivered(attempt, Duration.ofSeconds(10))).isTrue();
    assertThat(dispatcher.log(attempt)).isEqualTo(expected.toString());
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatWasNotDeliveredIsDeliveredByTheNextProcess() throws InterruptedException {
    dispatcher.feel(Mood.UNAVAILABLE);
    AttemptLog log = logs.open(attempt, LIMIT);
    log.line("before");
    assertThat(logs.awaitDelivered(attempt, Duration.ofMillis(300))).isFalse();
    logs.close();

    logs = new SpooledLogs(folder, new HttpLogReceiver(http));
    dispatcher.feel(Mood.WELL);
    logs.deliverLeftovers(Set.of());

    await()
        .until(() ->
            dispatcher
                .log(attempt)
                .equals("before\n== the agent was started anew, what ran before is gone\n"));
    await().until(() -> Files.notExists(folder.resolve(attempt.toString())));
  }

  @Test
  void aNextProcessGoesOnWithALogAfterTheLastByteThatCounts() throws IOException {
    byte[] output = numbers(3000).getBytes(StandardCharsets.UTF_8);
    AttemptLog log = logs.open(attempt, LIMIT);
    log.line("== compile");
    log.bytes(output, 0, 5000);
    logs.close();
    // as when the process was killed in the middle of a write
    Files.writeString(folder.resolve(attempt + "/log"), "torn", StandardOpenOption.APPEND);

    logs = new SpooledLogs(folder, new HttpLogReceiver(http));
    logs.deliverLeftovers(Set.of(attempt));
    AttemptLog next = logs.resume(attempt, LIMIT);
    assertThat(next.taken()).isEqualTo(5000);
    next.bytes(output, 5000, output.length - 5000);
    next.line("== done");
    next.seal();

    String whole = "== compile\n" + numbers(3000) + "== done\n";
    await().until(() -> dispatcher.log(attempt).length() >= whole.length());
    assertThat(dispatcher.log(attempt)).isEqualTo(whole);
  }

  @Test
  void aNextProcessGoesOnInTheTailOfALongLogToo() throws IOException {
    byte[] output = numbers(20_000).getBytes(StandardCharsets.UTF_8);
    int half = output.length / 2;
    AttemptLog log = logs.open(attempt, 20_000);
    log.bytes(output, 0, half);
    logs.close();
    try (var segments = Files.list(folder.resolve(attempt.toString()))) {
      for (Path segment :
          segments.filter(file -> file.getFileName().toString().startsWith("tail")).toList()) {
        Files.writeString(segment, "torn", StandardOpenOption.APPEND);
      }
    }

    logs = new SpooledLogs(folder, new HttpLogReceiver(http));
    AttemptLog next = logs.resume(attempt, 20_000);
    assertThat(next.taken()).isEqualTo(half);
    next.bytes(output, half, output.length - half);
    long length = next.seal();

    await().until(() -> dispatcher.log(attempt).length() == length);
    assertThat(dispatcher.log(attempt))
        .startsWith("line 0\nline 1\n")
        .doesNotContain("torn")
        .endsWith("line 19998\nline 19999\n");
  }

  @Test
  void whatTheMaskHoldsBackIsReadAgainByTheNextProcess() {
    AttemptLog log = logs.open(attempt, LIMIT);
    log.mask(List.of("tiger-in-the-tank"));
    byte[] output = "a tiger-in-the-tank\n".getBytes(StandardCharsets.UTF_8);
    log.bytes(output, 0, 9);
    logs.close();

    logs = new SpooledLogs(folder, new HttpLogReceiver(http));
    AttemptLog next = logs.resume(attempt, LIMIT);
    next.mask(List.of("tiger-in-the-tank"));
    assertThat(next.taken()).isEqualTo(2);
    next.bytes(output, 2, output.length - 2);
    next.seal();

    await().until(() -> dispatcher.log(attempt).equals("a ***\n"));
  }

  @Test
  void whoHasLeftALogWritesNothingMore() {
    AttemptLog log = logs.open(attempt, LIMIT);
    log.line("first");
    log.leave();
    log.line("late");

    await().until(() -> dispatcher.log(attempt).equals("first\n"));
    logs.close();
    assertThat(folder.resolve(attempt + "/log")).hasContent("first\n");
  }

  private static String numbers(int count) {
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("line ").append(i).append('\n');
    }
    return text.toString();
  }

  @Test
  void headAndTailOfALongLogAreKeptAndTheCutIsShown() {
    AttemptLog log = logs.open(attempt, 20_000);
    for (int i = 0; i < 100_000; i++) {
      log.line("line " + i);
    }

    long length = log.seal();

    await().until(() -> dispatcher.log(attempt).length() == length);
    assertThat(length).isBetween(18_000L, 20_000L);
    assertThat(dispatcher.log(attempt))
        .startsWith("line 0\nline 1\n")
        .containsPattern("\n== the log is longer than its limit: [0-9,]+ bytes are left out here\n")
        .endsWith("line 99998\nline 99999\n");
  }

  @Test
  void aLogThatIsJustShortEnoughIsNotCut() {
    AttemptLog log = logs.open(attempt, 20_000);
    log.line("x".repeat(19_000));

    long length = log.seal();

    assertThat(length).isEqualTo(19_001);
    await().until(() -> dispatcher.log(attempt).equals("x".repeat(19_000) + "\n"));
  }

  @Test
  void secretsAreMaskedWhereverTheyAreCut() {
    AttemptLog log = logs.open(attempt, LIMIT);
    log.mask(List.of("tiger-in-the-tank"));
    byte[] text = "a tiger-in-the-tank, a tiger-in-the-zoo\n".getBytes(StandardCharsets.UTF_8);

    for (int i = 0; i < text.length; i++) {
      log.bytes(text, i, 1);
    }
    log.line("user:tiger-in-the-tank@host");
    log.bytes("tiger-in".getBytes(StandardCharsets.UTF_8), 0, 8);
    log.seal();

    await()
        .until(() ->
            dispatcher.log(attempt).equals("a ***, a tiger-in-the-zoo\nuser:***@host\ntiger-in"));
  }

  @Test
  void aLineOfOursBeginsOnALineOfItsOwn() {
    AttemptLog log = logs.open(attempt, LIMIT);

    log.bytes("no end".getBytes(StandardCharsets.UTF_8), 0, 6);
    log.line("== push");
    log.seal();

    await().until(() -> dispatcher.log(attempt).equals("no end\n== push\n"));
  }
}
