package dev.hearth.dispatcher.queue;

import dev.hearth.protocol.BuildId;

/** What became of a submission. Whatever it is, it stands in etcd. */
public sealed interface Acceptance {
  BuildId build();

  /** In its project. */
  long number();

  /** A new build waits for a host. */
  record Queued(BuildId build, long number) implements Acceptance {}

  /** A newer head of its branch was there before it: a build that has ended as superseded. */
  record BornSuperseded(BuildId build, long number) implements Acceptance {}

  /** The same was asked for before: this is its build. */
  record Same(BuildId build, long number) implements Acceptance {}
}
