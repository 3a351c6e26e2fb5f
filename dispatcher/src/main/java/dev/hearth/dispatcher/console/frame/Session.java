package dev.hearth.dispatcher.console.frame;

import dev.hearth.dispatcher.people.Principal;

/**
 * Somebody who is logged in at a browser.
 *
 * @param cookie what the browser keeps, and nobody else
 * @param csrf what each form carries, so that no other site can send one
 */
public record Session(String cookie, String csrf, Principal who) {
  @Override
  public String toString() {
    return "session of " + who.name();
  }
}
