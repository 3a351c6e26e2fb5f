package dev.hearth.dispatcher.console.frame;

import java.util.Locale;

/** How large something is, as people read it. */
public final class Sizes {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Sizes() {}

  /** {@code 512 B}, {@code 4.7 GiB}, {@code 183 GiB}. */
  public static String text(long bytes) {
    double size = Math.max(0, bytes);
    int unit = 0;
    while (size >= 1024 && unit < UNITS.length - 1) {
      size /= 1024;
      unit++;
    }
    // Cut, not rounded: nobody shall count on room that is not there.
    return unit > 0 && size < 10
        ? String.format(Locale.ROOT, "%.1f %s", Math.floor(size * 10) / 10, UNITS[unit])
        : (long) size + " " + UNITS[unit];
  }
}
