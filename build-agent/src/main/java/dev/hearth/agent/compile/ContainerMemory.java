package dev.hearth.agent.compile;

import dev.hearth.agent.StageFailure;
import java.util.OptionalLong;

/**
 * What is known of a compile container and can't be read from it: kept for a process that follows
 * the container after this one. Safe for use by many threads; does not throw.
 */
public interface ContainerMemory {
  /** Bytes that its folders held before it ran; empty where nobody has measured. */
  OptionalLong diskBefore();

  void keepDiskBefore(long bytes);

  /** Why it is killed, or how it failed: kept before it is killed or removed. */
  void keepFailure(StageFailure failure);

  /** Keeps nothing. */
  static ContainerMemory none() {
    return new ContainerMemory() {
      @Override
      public OptionalLong diskBefore() {
        return OptionalLong.empty();
      }

      @Override
      public void keepDiskBefore(long bytes) {}

      @Override
      public void keepFailure(StageFailure failure) {}
    };
  }
}
