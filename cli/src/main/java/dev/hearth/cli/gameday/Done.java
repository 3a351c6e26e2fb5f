package dev.hearth.cli.gameday;

import java.time.Instant;

/**
 * A harm that was done.
 *
 * @param target the part that was hit; empty where there was none to hit just then
 * @param began when it was hit
 * @param mended when it was let go, or started again; its own start takes longer
 */
record Done(HarmKind kind, String target, Instant began, Instant mended) {
  boolean overlaps(Instant from, Instant until) {
    return began.isBefore(until) && mended.isAfter(from);
  }
}
