package dev.hearth.dispatcher.leader;

import java.time.Duration;

/**
 * How long the leader waits before it acts by itself.
 *
 * @param claim within which an agent must claim a task
 * @param stop within which an agent must confirm a stop
 * @param timeoutGrace beyond a build's time-out, which its agent keeps first
 */
record LeaderTimes(Duration claim, Duration stop, Duration timeoutGrace) {
  static final LeaderTimes DEFAULT =
      new LeaderTimes(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30));
}
