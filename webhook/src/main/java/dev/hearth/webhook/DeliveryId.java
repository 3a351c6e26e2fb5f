package dev.hearth.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * By what a delivery is known again when the Git host sends it once more. Safe in a key or a file
 * name: letters, digits, {@code . _ -}, at most 128 characters.
 */
public record DeliveryId(String value) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private static final List<String> SENDERS_OWN =
      List.of(
          "Idempotency-Key",
          "webhook-id",
          "X-Gitea-Delivery",
          "X-Gogs-Delivery",
          "X-GitHub-Delivery");

  public DeliveryId {
    if (!PLAIN.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "tried to read a delivery id but it is not 1 to 128 letters, digits, dots and dashes");
    }
  }

  /**
   * The sender's own id where it stays the same on each try: GitLab's {@code Idempotency-Key} (17.4
   * and later), {@code webhook-id} of signed hooks, GitHub's and Gitea's delivery; else a hash of
   * project and body, by which two equal pushes to two projects stay apart.
   *
   * @param project whatever names the project for which the delivery is remembered
   */
  public static DeliveryId of(HookHeaders headers, String project, byte[] body) {
    return SENDERS_OWN.stream()
        .flatMap(name -> headers.find(name).stream())
        .findFirst()
        .map(key -> PLAIN.matcher(key).matches() ? key : "key-" + hash(bytes(key)))
        .map(DeliveryId::new)
        .orElseGet(() -> new DeliveryId("body-" + hash(bytes(project), new byte[1], body)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hash(byte[]... parts) {
    MessageDigest sha256 = Sha256.digest();
    for (byte[] part : parts) {
      sha256.update(part);
    }
    return HexFormat.of().formatHex(sha256.digest());
  }
}
