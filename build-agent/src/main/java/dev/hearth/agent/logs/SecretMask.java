package dev.hearth.agent.logs;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Puts asterisks in the place of secrets, as they are and as they are written in URLs and in
 * Base64, also where a secret is cut between two pieces: the beginning of what may become a secret
 * is held back until it is clear. Not thread-safe.
 */
final class SecretMask {
  /** Shorter ones would mask half of a log, and are no secrets. */
  private static final int SHORTEST = 4;

  private static final byte[] STARS = "***".getBytes(StandardCharsets.UTF_8);

  private List<byte[]> secrets = List.of();
  private byte[] held = new byte[0];

  void add(Collection<String> texts) {
    secrets =
        Stream.concat(
                secrets.stream(),
                texts.stream()
                    .flatMap(text -> Stream.concat(Stream.of(text), text.lines()))
                    .map(String::strip)
                    .filter(text -> text.length() >= SHORTEST)
                    .flatMap(SecretMask::forms)
                    .distinct()
                    .map(text -> text.getBytes(StandardCharsets.UTF_8)))
            .sorted(Comparator.comparingInt((byte[] secret) -> secret.length).reversed())
            .toList();
  }

  private static Stream<String> forms(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    return Stream.of(
        secret,
        URLEncoder.encode(secret, StandardCharsets.UTF_8),
        Base64.getEncoder().withoutPadding().encodeToString(bytes));
  }

  /** What of everything so far may be shown now. */
  byte[] pass(byte[] piece) {
    if (secrets.isEmpty()) {
      return piece;
    }
    byte[] all = Arrays.copyOf(held, held.length + piece.length);
    System.arraycopy(piece, 0, all, held.length, piece.length);
    var out = new ByteArrayOutputStream(all.length);
    int at = 0;
    while (at < all.length) {
      int length = secretAt(all, at);
      if (length > 0) {
        out.writeBytes(STARS);
        at += length;
      } else if (mayBecomeSecret(all, at)) {
        break;
      } else {
        out.write(all[at]);
        at++;
      }
    }
    held = Arrays.copyOfRange(all, at, all.length);
    return out.toByteArray();
  }

  /** How many bytes are held back. */
  int held() {
    return held.length;
  }

  /** What was held back: nothing follows it. */
  byte[] rest() {
    byte[] rest = held;
    held = new byte[0];
    return rest;
  }

  /**
   * A text by itself, whatever is held back of others.
   *
   * @param cut whether more of it would follow: then what may become a secret at its end is left
   *     out
   */
  String masked(String text, boolean cut) {
    SecretMask own = new SecretMask();
    own.secrets = secrets;
    var shown = new ByteArrayOutputStream(text.length());
    shown.writeBytes(own.pass(text.getBytes(StandardCharsets.UTF_8)));
    if (!cut) {
      shown.writeBytes(own.rest());
    }
    return shown.toString(StandardCharsets.UTF_8);
  }

  private int secretAt(byte[] bytes, int at) {
    for (byte[] secret : secrets) {
      if (at + secret.length <= bytes.length
          && Arrays.equals(bytes, at, at + secret.length, secret, 0, secret.length)) {
        return secret.length;
      }
    }
    return 0;
  }

  private boolean mayBecomeSecret(byte[] bytes, int at) {
    int left = bytes.length - at;
    for (byte[] secret : secrets) {
      if (left < secret.length && Arrays.equals(bytes, at, bytes.length, secret, 0, left)) {
        return true;
      }
    }
    return false;
  }
}
