package dev.hearth.agent.attempts;

import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.etcd.Versioned;

/** What came of claiming a task. */
sealed interface Claim {
  /** It is this process's to run. */
  record Won(Versioned<AttemptRecord> record) implements Claim {}

  /** An earlier process claimed it, and did not live to end it. */
  record Orphaned(Versioned<AttemptRecord> record) implements Claim {}

  /** It has an outcome already. */
  record Ended() implements Claim {}

  /** The task is gone. */
  record Gone() implements Claim {}
}
