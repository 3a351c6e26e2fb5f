package dev.hearth.cli.bench;

import java.util.function.Consumer;

/** Measures one side of a farm that it starts for itself, and takes down again. */
public interface Bench {
  /** What it is called by, {@code dispatch} and the like. */
  String name();

  /** Tells of each figure as it is known. */
  void run(Consumer<Figure> figures) throws InterruptedException;
}
