package dev.hearth.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class DeliveryIdTest {
  private static final HookHeaders NONE = HookHeaders.of(Map.of());
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

  @Test
  void theSendersKeyIsTheId() {
    String key = "f5e5f430-f57b-4e6e-9fac-d9128cd7232f";
    assertThat(DeliveryId.of(HookHeaders.of(Map.of("idempotency-key", key)), "p", BODY))
        .isEqualTo(new DeliveryId(key));
  }

  @Test
  void whatEachGitHostRepeatsIsTheId() {
    for (String header : new String[] {"webhook-id", "X-GitHub-Delivery", "X-Gitea-Delivery"}) {
      assertThat(DeliveryId.of(HookHeaders.of(Map.of(header, "f5e5-1")), "p", BODY))
          .isEqualTo(new DeliveryId("f5e5-1"));
    }
  }

  @Test
  void withoutAKeyProjectAndBodyTogetherAreTheId() {
    DeliveryId id = DeliveryId.of(NONE, "p", BODY);
    assertThat(id).isEqualTo(DeliveryId.of(NONE, "p", BODY.clone()));
    assertThat(id).isNotEqualTo(DeliveryId.of(NONE, "q", BODY));
    assertThat(id).isNotEqualTo(DeliveryId.of(NONE, "p", new byte[] {1}));
    assertThat(id.value()).matches("body-[0-9a-f]{64}");
  }

  @Test
  void aKeyThatWouldNotFitIntoAPathIsHashed() {
    for (String key : new String[] {"../../builds/x", "a/b", "a".repeat(500), "ü"}) {
      DeliveryId id = DeliveryId.of(HookHeaders.of(Map.of("Idempotency-Key", key)), "p", BODY);
      assertThat(id.value()).matches("key-[0-9a-f]{64}");
    }
  }
}
