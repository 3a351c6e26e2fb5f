package dev.hearth.dispatcher.oidc;

import dev.hearth.dispatcher.secrets.CannotUnsealException;
import dev.hearth.dispatcher.secrets.Sealer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A log-in that is under way at the provider. The browser keeps it, sealed with the farm's key: so
 * every dispatcher can go on with it, and no other browser.
 *
 * @param state which the provider sends back with the browser
 * @param nonce which the provider puts into its token
 * @param verifier which proves to the provider that who began it ends it
 * @param next the page to show then
 */
record Attempt(String state, String nonce, String verifier, Instant begunAt, String next) {
  static final Duration LIFE = Duration.ofMinutes(10);
  private static final String PLACE = "oidc/attempt";

  String sealed(Sealer sealer) {
    return sealer.seal(PLACE, String.join("\n", state, nonce, verifier, begunAt.toString(), next));
  }

  /** Empty if it is over, or none of this farm's. */
  static Optional<Attempt> open(Sealer sealer, String sealed, Instant now) {
    try {
      String[] parts = sealer.open(PLACE, sealed).split("\n", 5);
      Attempt attempt =
          new Attempt(parts[0], parts[1], parts[2], Instant.parse(parts[3]), parts[4]);
      return Optional.of(attempt).filter(one -> now.isBefore(one.begunAt().plus(LIFE)));
    } catch (CannotUnsealException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** A page of this very site, whatever was asked for. */
  static String local(String next) {
    boolean safe =
        next.startsWith("/") && !next.startsWith("//") && next.matches("[^\\\\\\p{Cntrl}]*");
    return safe ? next : "/";
  }
}
