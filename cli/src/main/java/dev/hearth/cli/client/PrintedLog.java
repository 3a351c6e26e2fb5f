package dev.hearth.cli.client;

import dev.hearth.cli.terminal.Terminal;

/** Puts a log on the terminal as it comes; what the farm says besides goes beside it. */
public final class PrintedLog implements LogListener {
  private final Terminal terminal;
  private boolean atLineStart = true;
  private int attempts;

  public PrintedLog(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void printed(String text) {
    if (!text.isEmpty()) {
      terminal.out().print(text);
      terminal.out().flush();
      atLineStart = text.endsWith("\n");
    }
  }

  @Override
  public void missing(long bytes) {
    endLine();
    terminal.out().println("[hearth: missing " + bytes + " bytes]");
  }

  @Override
  public void changed(BuildView build) {
    if (build.attempts() > attempts && attempts > 0) {
      endLine();
      terminal.say(
          "%s %s; attempt %d".formatted(build.title(), build.sentence(), build.attempts()));
    }
    attempts = build.attempts();
  }

  @Override
  public void broken(String sentence) {
    endLine();
    terminal.say(sentence + "; asking again");
  }

  /** What is printed next begins a line. */
  public void endLine() {
    if (!atLineStart) {
      terminal.out().println();
      atLineStart = true;
    }
  }
}
