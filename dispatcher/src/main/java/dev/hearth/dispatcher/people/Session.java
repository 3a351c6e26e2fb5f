package dev.hearth.dispatcher.people;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;

/**
 * Somebody who is logged in at a browser.
 *
 * @param cookie what the browser keeps, and nobody else
 * @param csrf what each form of theirs carries, so that no other site can send one
 * @param expiresAt at the latest
 */
public record Session(
    String cookie, String csrf, Principal who, Instant createdAt, Instant expiresAt) {
  /** Whether a form or script that bears this was made by a page of the session. */
  public boolean made(String offeredCsrf) {
    return MessageDigest.isEqual(
        csrf.getBytes(StandardCharsets.UTF_8), offeredCsrf.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "session of " + who.name();
  }
}
