package dev.hearth.dispatcher.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DirectoryLogStoreTest {
  private final AttemptId attempt = new AttemptId(BuildId.next(), 1);
  @TempDir Path root;
  private LogStore store;

  @BeforeEach
  void open() {
    store = new DirectoryLogStore(root, 1000);
  }

  @Test
  void piecesAreReadBackFromAnyOffset() {
    assertThat(append(0, "hello ")).isEqualTo(new LogAppend(6, false));
    assertThat(append(6, "world")).isEqualTo(new LogAppend(11, false));

    assertThat(text(0, 100)).isEqualTo("hello world");
    assertThat(text(4, 4)).isEqualTo("o wo");
    assertThat(text(11, 10)).isEmpty();
    assertThat(text(99, 10)).isEmpty();
    assertThat(store.length(new AttemptId(BuildId.next(), 1))).isZero();
  }

  @Test
  void aPieceThatIsSentAgainWithOtherBoundsRepeatsNothing() {
    append(0, "abcdef");

    assertThat(append(0, "abcdef")).isEqualTo(new LogAppend(6, false));
    assertThat(append(2, "cd")).isEqualTo(new LogAppend(6, false));
    assertThat(append(4, "efgh")).isEqualTo(new LogAppend(8, false));
    assertThat(append(8, "")).isEqualTo(new LogAppend(8, false));
    assertThat(text(0, 100)).isEqualTo("abcdefgh");
  }

  @Test
  void aPieceBehindAGapIsNotKept() {
    append(0, "abc");

    assertThat(append(5, "x")).isEqualTo(new LogAppend(3, true));
    assertThat(text(0, 100)).isEqualTo("abc");
    append(3, "defghi");
    assertThat(text(0, 100)).isEqualTo("abcdefghi");
  }

  @Test
  void whatWasAcknowledgedIsThereAfterARestart() {
    append(0, "abc");
    append(3, "def");

    store = new DirectoryLogStore(root, 1000);

    assertThat(store.length(attempt)).isEqualTo(6);
    assertThat(text(1, 100)).isEqualTo("bcdef");
  }

  @Test
  void aLogThatPassesTheBoundIsRefused() {
    append(0, "x".repeat(1000));

    assertThatExceptionOfType(LogTooLongException.class).isThrownBy(() -> append(1000, "y"));
    assertThatExceptionOfType(LogTooLongException.class).isThrownBy(() -> append(-1, "y"));
    assertThat(store.length(attempt)).isEqualTo(1000);
  }

  @Test
  void aDeletedLogIsGoneFromTheDisk() throws IOException {
    append(0, "abc");
    store.forget(Instant.now().plusSeconds(60));

    assertThat(store.length(attempt)).isZero();
    try (var files = Files.walk(root)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
    store.forget(Instant.now().plusSeconds(60));
  }

  @Test
  void twoDispatchersThatTakeOverlappingPiecesTogetherKeepOneLog() throws Exception {
    byte[] whole = new byte[60_000];
    new Random(3).nextBytes(whole);
    LogStore one = new DirectoryLogStore(root, 100_000);
    LogStore two = new DirectoryLogStore(root, 100_000);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writers =
          IntStream.range(0, 4)
              .mapToObj(seed -> threads.submit(() -> write(seed % 2 == 0 ? one : two, whole, seed)))
              .toList();
      while (one.length(attempt) < whole.length) {
        byte[] soFar = two.read(attempt, 0, whole.length);
        assertThat(soFar).isEqualTo(Arrays.copyOf(whole, soFar.length));
      }
      for (var writer : writers) {
        writer.get();
      }
    }
    assertThat(two.read(attempt, 0, whole.length)).isEqualTo(whole);
  }

  private long write(LogStore store, byte[] whole, int seed) {
    Random random = new Random(seed);
    long length = 0;
    while (length < whole.length) {
      int from = (int) Math.max(0, length - random.nextInt(300));
      int to = Math.min(whole.length, from + 1 + random.nextInt(3000));
      length = store.append(attempt, from, Arrays.copyOfRange(whole, from, to)).length();
    }
    return length;
  }

  @Test
  void aFollowerIsWokenByWhatIsAppended() throws Exception {
    LogWatch watch = new LogWatch();
    try (LogWatch.Follower follower = watch.follow(attempt)) {
      watch.appended(attempt);
      long begun = System.nanoTime();
      follower.await();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LogWatch.LOOK_AGAIN);
      follower.await();
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isGreaterThanOrEqualTo(LogWatch.LOOK_AGAIN);
    }
    watch.appended(attempt);
  }

  private LogAppend append(long offset, String text) {
    return store.append(attempt, offset, text.getBytes(StandardCharsets.UTF_8));
  }

  private String text(long from, int max) {
    return new String(store.read(attempt, from, max), StandardCharsets.UTF_8);
  }
}
