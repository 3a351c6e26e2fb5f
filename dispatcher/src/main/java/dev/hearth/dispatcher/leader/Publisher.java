package dev.hearth.dispatcher.leader;

import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.etcd.Fence;
import dev.hearth.protocol.etcd.Versioned;

/** Brings the images of a pushed build from staging into its project's repository. */
public interface Publisher {
  /**
   * Works on one build; may take minutes.
   *
   * @return whether the build left the state <em>pushed</em>; if not, it is tried again
   */
  boolean publish(Versioned<BuildRecord> build, BuildState.Pushed pushed, Fence fence);
}
