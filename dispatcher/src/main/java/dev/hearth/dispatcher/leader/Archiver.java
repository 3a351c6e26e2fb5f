package dev.hearth.dispatcher.leader;

import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.etcd.Fence;
import dev.hearth.protocol.etcd.Versioned;

/** Puts ended builds where they are kept. */
public interface Archiver {
  /**
   * Inserts the build if it is absent, then takes its key out of etcd if that still is what was
   * inserted.
   *
   * @return whether it was done; if not, it is tried again
   */
  boolean archive(Versioned<BuildRecord> build, Fence fence);
}
