package dev.hearth.cli.farm;

/** A process or a container of a farm on this machine. */
interface Part {
  /** {@code etcd}, {@code registry}, {@code dispatcher}, {@code git-server}, or an agent's name. */
  String name();

  /** Where it answers; for what does not listen, which process it is. */
  String address();

  boolean isRunning();

  /** Starts it where it does not run, and returns at once. */
  void start();

  /** Whether whoever needs it finds it; may be true for a moment after its end. */
  boolean answers();

  /** Whether it runs and does its work. */
  default boolean isReady() {
    return isRunning() && answers();
  }

  /** Stops and removes it where it is there, within a bound; its data stays. */
  void stop();

  /** The last lines that it printed. */
  String tail();
}
