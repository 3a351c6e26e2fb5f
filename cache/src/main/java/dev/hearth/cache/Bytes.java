package dev.hearth.cache;

import java.util.Locale;

/** Writes sizes for people. */
final class Bytes {
  private Bytes() {}

  /** In MB of a million bytes, with one digit behind the point. */
  static String text(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
