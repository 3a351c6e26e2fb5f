package dev.hearth.dispatcher.announcements;

import dev.hearth.dispatcher.RefusedException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is announced, to whom and when.
 *
 * @param text plain, without line breaks; 500 characters at most
 * @param open whether those see it too who are not logged in
 * @param from when it is seen first; null: at once
 * @param until from when on it is seen no more; null: it stays until it is removed
 */
public record Notice(
    String text, Severity severity, boolean open, @Nullable Instant from, @Nullable Instant until) {
  private static final int LONGEST = 500;

  /** Line breaks among them; what turns the direction of writing could disguise the page. */
  private static final Pattern NOT_PLAIN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]");

  /**
   * @throws RefusedException if it can't be shown so
   */
  public Notice {
    text = text.strip();
    if (text.isEmpty() || text.length() > LONGEST) {
      throw refused("a text has 1 to " + LONGEST + " characters");
    }
    if (NOT_PLAIN.matcher(text).find()) {
      throw refused("a text has no line breaks and no other control characters");
    }
    if (from != null && until != null && !from.isBefore(until)) {
      throw refused("it would end before it begins");
    }
  }

  private static RefusedException refused(String problem) {
    return RefusedException.invalid("tried to announce something, but " + problem);
  }

  public boolean isSeenAt(Instant now) {
    return (from == null || !now.isBefore(from)) && (until == null || now.isBefore(until));
  }
}
