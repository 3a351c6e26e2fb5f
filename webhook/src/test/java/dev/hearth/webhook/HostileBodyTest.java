package dev.hearth.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HostileBodyTest {
  private static final HookHeaders PUSH = HookHeaders.of(Map.of("X-Gitlab-Event", "Push Hook"));
  private static final int LARGEST = 25_000_000;

  @Test
  void deepNestingIsMalformedNotAFullStack() {
    for (String opener : List.of("[", "{\"a\":")) {
      String body = "{\"project\":" + opener.repeat(1_000_000);
      assertThat(read(body)).isInstanceOf(HookOutcome.Malformed.class);
    }
  }

  @Test
  void aHugeBodyOfManySmallValuesIsReadWithoutKeepingThem() {
    var body = new StringBuilder("{\"object_kind\":\"issue\",\"a\":[");
    while (body.length() < LARGEST) {
      body.append("[],{},1,");
    }
    body.append("1]}");
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    long before = allocated();
    assertThat(new GitLabHooks().read(PUSH, bytes)).isInstanceOf(HookOutcome.NotInteresting.class);
    assertThat(allocated() - before).isLessThan(10_000_000);
  }

  @Test
  void aHugeBodyOfManyNamesIsReadWithoutKeepingThem() {
    var body = new StringBuilder("{\"object_kind\":\"issue\"");
    for (int i = 0; body.length() < LARGEST; i++) {
      body.append(",\"").append(i).append("\":0");
    }
    assertThat(read(body.append('}').toString())).isInstanceOf(HookOutcome.NotInteresting.class);
  }

  @Test
  void hugeNumbersAndNamesAreMalformed() {
    assertThat(read("{\"project_id\":" + "9".repeat(1_000_000) + "}"))
        .isInstanceOf(HookOutcome.Malformed.class);
    assertThat(read("{\"" + "n".repeat(1_000_000) + "\":1}"))
        .isInstanceOf(HookOutcome.Malformed.class);
  }

  @Test
  void nothingThatIsChangedInAPayloadMakesReadingThrow() {
    var random = new Random(20_261_122);
    for (Payload payload : Payload.all()) {
      byte[] sound = payload.body();
      for (int round = 0; round < 400; round++) {
        byte[] changed = mutated(sound, random);
        switch (payload.host().read(payload.headers(), changed)) {
          case HookOutcome.Push(PushEvent push) -> {
            assertThat(GitRefs.isValid(push.ref())).isTrue();
            assertThat(GitRefs.isHash(push.commit())).isTrue();
          }
          case HookOutcome.Deleted(_, String ref) -> assertThat(GitRefs.isValid(ref)).isTrue();
          case HookOutcome.NotInteresting(_, String reason) -> assertThat(reason).isNotBlank();
          case HookOutcome.Malformed(_, String reason) -> assertThat(reason).isNotBlank();
        }
      }
    }
  }

  private static byte[] mutated(byte[] sound, Random random) {
    byte[] changed = sound.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(changed.length);
      switch (random.nextInt(4)) {
        case 0 -> changed[at] = (byte) random.nextInt(256);
        case 1 -> changed[at] = (byte) "{}[]\",:\\0".charAt(random.nextInt(9));
        case 2 -> changed = Arrays.copyOf(changed, Math.max(1, at));
        default -> {
          int length = Math.min(changed.length - at, random.nextInt(64));
          System.arraycopy(sound, random.nextInt(sound.length - length), changed, at, length);
        }
      }
    }
    return changed;
  }

  private static HookOutcome read(String body) {
    return new GitLabHooks().read(PUSH, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes that this thread has allocated so far. */
  private static long allocated() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }
}
