package dev.hearth.cli.bench;

import dev.hearth.cli.terminal.CommandFailure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** When something was first seen of each build, by {@link System#nanoTime}. */
final class Sightings {
  private final Map<String, CompletableFuture<Long>> seen = new ConcurrentHashMap<>();
  private final String what;

  /**
   * @param what is seen, for the error when it is not
   */
  Sightings(String what) {
    this.what = what;
  }

  void saw(String build) {
    of(build).complete(System.nanoTime());
  }

  long await(String build, Duration atMost) throws InterruptedException {
    try {
      return of(build).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new CommandFailure(
          "waited %d s for the %s of build %s".formatted(atMost.toSeconds(), what, build), e);
    }
  }

  private CompletableFuture<Long> of(String build) {
    return seen.computeIfAbsent(build, _ -> new CompletableFuture<>());
  }
}
