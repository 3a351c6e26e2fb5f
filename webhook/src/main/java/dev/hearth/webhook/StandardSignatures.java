package dev.hearth.webhook;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * {@code webhook-signature} as the Standard Webhooks specification has it: {@code
 * v1,BASE64(HMAC-SHA256(key, id "." timestamp "." body))}, several between blanks while a key is
 * rotated.
 *
 * @see <a href="https://www.standardwebhooks.com">Standard Webhooks</a>
 */
final class StandardSignatures {
  static final List<String> HEADERS =
      List.of("webhook-id", "webhook-timestamp", "webhook-signature");

  /** The specification's own: a delivery that somebody overheard is of no use afterwards. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  /** While a key is rotated there are two; each costs a hash of the body. */
  private static final int MOST = 4;

  private static final String VERSION = "v1,";

  private StandardSignatures() {}

  static List<HookProof> of(HookHeaders headers, byte[] body, Instant now) {
    Optional<String> id = headers.find("webhook-id");
    Optional<String> time = headers.find("webhook-timestamp");
    Optional<String> signatures = headers.find("webhook-signature");
    if (id.isEmpty() || time.isEmpty() || signatures.isEmpty() || !isNear(time.get(), now)) {
      return List.of();
    }
    byte[] message = message(id.get() + "." + time.get() + ".", body);
    List<HookProof> proofs = new ArrayList<>();
    for (String signature : signatures.get().split(" ", -1)) {
      if (signature.startsWith(VERSION) && proofs.size() < MOST) {
        decoded(signature.substring(VERSION.length()))
            .ifPresent(mac -> proofs.add(new HookProof.StandardSignature(mac, message)));
      }
    }
    return proofs;
  }

  private static boolean isNear(String seconds, Instant now) {
    if (!seconds.matches("[0-9]{1,12}")) {
      return false;
    }
    Duration off = Duration.between(Instant.ofEpochSecond(Long.parseLong(seconds)), now).abs();
    return off.compareTo(TOLERANCE) <= 0;
  }

  private static byte[] message(String head, byte[] body) {
    byte[] first = head.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(first.length + body.length).put(first).put(body).array();
  }

  private static Optional<byte[]> decoded(String base64) {
    try {
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
