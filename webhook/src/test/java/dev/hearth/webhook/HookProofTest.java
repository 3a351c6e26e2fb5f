package dev.hearth.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The vectors are those that GitHub's documentation and the Standard Webhooks libraries publish.
 */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class HookProofTest {
  private static final Instant SENT = Instant.ofEpochSecond(1_614_265_330);
  private static final byte[] STANDARD_BODY = bytes("{\"test\": 2432232314}");
  private static final String STANDARD_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String STANDARD_SIGNATURE =
      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

  @Test
  void gitHubsOwnExampleIsProven() {
    byte[] body = bytes("Hello, World!");
    HookHeaders headers =
        HookHeaders.of(
            Map.of(
                "x-hub-signature-256",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"));

    assertThat(owners(new GitHubHooks(), headers, body, "It's a Secret to Everybody"))
        .containsExactly("bakery");
    assertThat(owners(new GitHubHooks(), headers, body, "another")).isEmpty();
    assertThat(
            owners(
                new GitHubHooks(), headers, bytes("Hello, World?"), "It's a Secret to Everybody"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"''", "sha256=", "sha256=00", "sha1=757107ea0eb2509fc211221cce984b8a37570b6d", "x"})
  void whatIsNoSignatureOffersNothing(String header) {
    HookHeaders headers = HookHeaders.of(Map.of("X-Hub-Signature-256", header));
    assertThat(new GitHubHooks().signatures(headers, new byte[0], SENT)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"X-Gitea-Signature", "X-Gogs-Signature"})
  void giteaAndGogsSignWithBareHex(String header) {
    byte[] body = bytes("{}");
    HookHeaders headers = HookHeaders.of(Map.of(header, hmac("flour-and-salt", body)));

    assertThat(owners(new GiteaHooks(), headers, body, "flour-and-salt")).containsExactly("bakery");
    assertThat(owners(new GiteaHooks(), headers, body, "flour-and-salz")).isEmpty();
  }

  @Test
  void giteasOwnSignatureCountsNotTheOneBesideIt() {
    byte[] body = bytes("{}");
    HookHeaders headers =
        HookHeaders.of(
            Map.of(
                "X-Gitea-Signature", hmac("wrong", body), "X-Gogs-Signature", hmac("right", body)));
    assertThat(owners(new GiteaHooks(), headers, body, "right")).isEmpty();
  }

  @Test
  void aSignedGitLabHookIsProven() {
    assertThat(standard(STANDARD_SIGNATURE, SENT, STANDARD_SECRET)).containsExactly("bakery");
  }

  @Test
  void oneOfSeveralSignaturesIsEnough() {
    assertThat(standard("v1,AAAA v1a,BBBB " + STANDARD_SIGNATURE, SENT, STANDARD_SECRET))
        .containsExactly("bakery");
  }

  @Test
  void aSignedHookOfAnotherTimeIsAsGoodAsUnsigned() {
    for (Duration off : List.of(Duration.ofMinutes(6), Duration.ofMinutes(-6))) {
      assertThat(standard(STANDARD_SIGNATURE, SENT.plus(off), STANDARD_SECRET)).isEmpty();
    }
    assertThat(standard(STANDARD_SIGNATURE, SENT.plusSeconds(240), STANDARD_SECRET)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"whsec_", "whsec_%%%%", "whsec_AAAA", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})
  void aSecretOfAnotherFormProvesNoSignedHook(String secret) {
    assertThat(standard(STANDARD_SIGNATURE, SENT, secret)).isEmpty();
  }

  private static Set<String> standard(String signature, Instant now, String secret) {
    HookHeaders headers =
        HookHeaders.of(
            Map.of(
                "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek",
                "webhook-timestamp", "1614265330",
                "webhook-signature", signature));
    return HookSecrets.ownersOf(
        new GitLabHooks().signatures(headers, STANDARD_BODY, now),
        List.of(HookSecret.of("bakery", secret)));
  }

  private static Set<String> owners(
      GitHostHooks host, HookHeaders headers, byte[] body, String secret) {
    return HookSecrets.ownersOf(
        host.signatures(headers, body, SENT), List.of(HookSecret.of("bakery", secret)));
  }

  private static String hmac(String secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
