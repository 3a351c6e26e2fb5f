package dev.hearth.dispatcher.metrics;

import java.util.Optional;

/**
 * Whether one part that the dispatcher needs is there.
 *
 * @param needed whether no build can be accepted without it
 */
public record HealthCheck(String name, boolean needed, Probe probe) {
  /** Looks once; returns within two seconds. */
  @FunctionalInterface
  public interface Probe {
    /** What is wrong, a sentence; empty when nothing is. An exception counts as its message. */
    Optional<String> problem();
  }
}
