package dev.hearth.cli.demo;

import dev.hearth.cli.terminal.Terminal;

/** Says of each thing that must hold whether it does; the demonstration ends well if all do. */
final class Checks {
  private final Terminal terminal;
  private boolean allHeld = true;

  Checks(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * @param otherwise what was found instead, shown where it does not hold
   */
  void check(boolean held, String claim, String otherwise) {
    terminal.out().println(held ? "ok   " + claim : "NOT  " + claim + ": " + otherwise);
    allHeld &= held;
  }

  boolean allHeld() {
    return allHeld;
  }
}
