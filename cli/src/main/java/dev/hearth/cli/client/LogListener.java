package dev.hearth.cli.client;

/** Hears what a build prints and how it goes on, in order, on the follower's thread. */
public interface LogListener {
  /** Text with its own line ends; a line is not always whole. */
  void printed(String text);

  /** Bytes that the farm does not have, or not yet. */
  void missing(long bytes);

  /** The build's state or attempt is another now. */
  void changed(BuildView build);

  /** The farm does not answer; asked again until it does. */
  void broken(String sentence);
}
