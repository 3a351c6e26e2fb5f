package dev.hearth.agent.attempts;

import java.util.function.UnaryOperator;

/** The notes of one attempt, in memory and on disk. Safe for use by many threads. */
public final class Notebook {
  private final AttemptFiles files;
  private AttemptNotes notes;

  Notebook(AttemptFiles files, AttemptNotes notes) {
    this.files = files;
    this.notes = notes;
  }

  public synchronized AttemptNotes notes() {
    return notes;
  }

  /** Returns when the change is on disk, where that can be. */
  public synchronized void note(UnaryOperator<AttemptNotes> change) {
    AttemptNotes next = change.apply(notes);
    if (!next.equals(notes)) {
      notes = next;
      files.write(next);
    }
  }
}
