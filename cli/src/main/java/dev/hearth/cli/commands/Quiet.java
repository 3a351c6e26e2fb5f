package dev.hearth.cli.commands;

import dev.hearth.cli.client.BuildView;
import dev.hearth.cli.client.LogListener;
import dev.hearth.cli.terminal.Terminal;

/** Passes the log over; only says when the farm is away. */
record Quiet(Terminal terminal) implements LogListener {
  @Override
  public void printed(String text) {}

  @Override
  public void missing(long bytes) {}

  @Override
  public void changed(BuildView build) {}

  @Override
  public void broken(String sentence) {
    terminal.say(sentence + "; asking again");
  }
}
