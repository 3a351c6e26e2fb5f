package dev.hearth.cli.bench;

import dev.hearth.cli.client.BuildView;
import dev.hearth.cli.client.LogListener;

/** Keeps the end of a log, for when the build fails. Not thread-safe. */
final class LogTail implements LogListener {
  private static final int LENGTH = 4000;

  private final StringBuilder kept = new StringBuilder();

  @Override
  public void printed(String text) {
    kept.append(text);
    kept.delete(0, Math.max(0, kept.length() - LENGTH));
  }

  @Override
  public void missing(long bytes) {}

  @Override
  public void changed(BuildView build) {}

  @Override
  public void broken(String sentence) {}

  String text() {
    return kept.toString();
  }
}
