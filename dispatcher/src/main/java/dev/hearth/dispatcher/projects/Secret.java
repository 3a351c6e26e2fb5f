package dev.hearth.dispatcher.projects;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A text that must not be seen: its {@code toString} hides it, and no JSON writer knows it. */
public final class Secret {
  private final String text;

  public Secret(String text) {
    this.text = text;
  }

  /** The text itself: only for who must use it. */
  public String reveal() {
    return text;
  }

  /** Whether the texts are equal, in a time that does not tell where they differ. */
  public boolean matches(String other) {
    return MessageDigest.isEqual(
        text.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && matches(secret.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "(hidden)";
  }
}
