package dev.hearth.agent.compile;

import java.util.Locale;

/** Sizes as people read them. */
final class Bytes {
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  private Bytes() {}

  static String text(long bytes) {
    if (bytes >= GIB) {
      return of(bytes, GIB, "GiB");
    }
    return bytes >= MIB ? of(bytes, MIB, "MiB") : of(bytes, KIB, "KiB");
  }

  private static String of(long bytes, long unit, String name) {
    return bytes % unit == 0
        ? bytes / unit + " " + name
        : String.format(Locale.ROOT, "%.1f %s", (double) bytes / unit, name);
  }
}
