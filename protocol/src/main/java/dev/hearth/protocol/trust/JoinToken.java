package dev.hearth.protocol.trust;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a host shows once to become part of a farm, {@code hrt_{secret}.{pin}}: the secret is for
 * the dispatcher, the pin for the host itself, so that it knows the dispatcher before it shows the
 * secret.
 *
 * @param pin empty where the dispatcher is asked over loopback, in plain HTTP
 */
public record JoinToken(String secret, Optional<AuthorityPin> pin) {
  private static final Pattern SHAPE =
      Pattern.compile("(hrt_[A-Za-z0-9_-]{43})(?:\\.([A-Za-z0-9_-]{43}))?");

  /** A new one. */
  public static JoinToken random(Optional<AuthorityPin> pin) {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return new JoinToken(
        "hrt_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), pin);
  }

  /**
   * @throws IllegalArgumentException if it is no token; never repeats it
   */
  public static JoinToken parse(String text) {
    Matcher match = SHAPE.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException("a token begins with hrt_ and is copied whole");
    }
    return new JoinToken(
        match.group(1), Optional.ofNullable(match.group(2)).map(AuthorityPin::new));
  }

  /** The whole token as it is given out. */
  public String reveal() {
    return secret + pin.map(known -> "." + known.value()).orElse("");
  }

  /** By which a farm remembers a secret without knowing it: hex of its SHA-256. */
  public static String hash(String secret) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "JoinToken[***]";
  }
}
