package dev.hearth.dispatcher.queue;

import dev.hearth.protocol.BuildRecord;

/** What became of a stop order. */
public sealed interface StopOutcome {
  /** The build has ended by it, now or before. */
  record Ended(BuildRecord build) implements StopOutcome {}

  /** Its agent has the order; the leader ends the build. */
  record Ordered(BuildRecord build) implements StopOutcome {}

  /** It had ended otherwise. */
  record TooLate(BuildRecord build) implements StopOutcome {}

  /** etcd knows no such build: it was archived, or never was. */
  record Absent() implements StopOutcome {}
}
