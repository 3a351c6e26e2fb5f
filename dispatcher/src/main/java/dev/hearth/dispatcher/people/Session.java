package dev.hearth.dispatcher.people;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Somebody who is logged in at a browser.
 *
 * @param cookie what the browser keeps, and nobody else
 * @param csrf what each form of theirs carries, so that no other site can send one
 */
public record Session(String cookie, String csrf, Principal who) {
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
