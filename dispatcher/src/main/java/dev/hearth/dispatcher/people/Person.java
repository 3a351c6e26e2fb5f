package dev.hearth.dispatcher.people;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Somebody who uses the farm.
 *
 * @param name by which they log in and are shown: a-z, 0-9 and {@code . _ -}, 63 characters at most
 * @param fullName may be empty
 * @param email may be empty
 * @param operator whether they run the farm's pool
 * @param blocked whether nothing of theirs is good any more: password, tokens, sessions
 */
public record Person(
    PersonId id,
    String name,
    String fullName,
    String email,
    boolean operator,
    boolean blocked,
    Instant createdAt) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

  /** What is wrong with a name for a new person, as the end of a sentence; empty: nothing. */
  public static String problemOf(String name) {
    if (!NAME.matcher(name).matches()) {
      return "a person's name has 1 to 63 of a-z, 0-9 and . _ - and begins with a letter or digit";
    }
    return name.equals(Principal.Administrator.NAME)
        ? "'" + name + "' is how the farm's administrator is called; choose another name"
        : "";
  }
}
