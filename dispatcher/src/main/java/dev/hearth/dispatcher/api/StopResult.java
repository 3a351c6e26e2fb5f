package dev.hearth.dispatcher.api;

/** What became of the wish to stop a build. */
public sealed interface StopResult {
  /** It had not begun, or was stopped before: it has ended by being stopped. */
  record Stopped(BuildView build) implements StopResult {}

  /** The order stands; its agent will confirm, or the leader will end the build without. */
  record Ordered(BuildView build) implements StopResult {}

  /** It had come to another end before. */
  record EndedBefore(BuildView build) implements StopResult {}

  /** There is no such build. */
  record Absent() implements StopResult {}
}
