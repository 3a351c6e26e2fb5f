package dev.hearth.dispatcher.leader;

import dev.hearth.dispatcher.projects.Project;
import dev.hearth.protocol.AgentRecord;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.PlacementReason;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.etcd.Versioned;

/** What a build needs next. Decided from a snapshot, so each is guarded where it is carried out. */
sealed interface Action {
  Versioned<BuildRecord> build();

  /** A host takes it. */
  record Assign(
      Versioned<BuildRecord> build,
      PlacementReason reason,
      Versioned<AgentRecord> agent,
      Project project,
      boolean alone)
      implements Action {}

  /** Its agent has said how the attempt ended. */
  record Settle(
      Versioned<BuildRecord> build,
      BuildState.Assigned assigned,
      Versioned<AttemptRecord> attempt,
      BuildState next)
      implements Action {}

  /** Its attempt will not come to an end. */
  record TakeBack(Versioned<BuildRecord> build, BuildState.Assigned assigned, Loss loss)
      implements Action {}

  /**
   * Its stop order can't be confirmed.
   *
   * @param agentGone whether that is since its agent is gone, and not since it waited long enough
   */
  record EndUnconfirmed(
      Versioned<BuildRecord> build,
      BuildState.Assigned assigned,
      StopOrder order,
      boolean agentGone)
      implements Action {}

  /** It shall stop. */
  record Stop(Versioned<BuildRecord> build, StopOrder order) implements Action {}

  /** Its images are in staging. */
  record Publish(Versioned<BuildRecord> build, BuildState.Pushed pushed) implements Action {}

  /** It has ended. */
  record Archive(Versioned<BuildRecord> build) implements Action {}
}
