package dev.hearth.dispatcher.leader;

import java.time.Duration;

/**
 * How long the leader waits before it acts by itself.
 *
 * @param claim within which an agent must claim a task
 * @param stop within which an agent must confirm a stop
 * @param timeoutGrace beyond a build's time-out, which its agent keeps first
 * @param comeBack within which agents register again after etcd was away. One that was frozen or
 *     cut off, rather than stopped, ends all leases at the moment when it is back
 */
record LeaderTimes(Duration claim, Duration stop, Duration timeoutGrace, Duration comeBack) {
  static final LeaderTimes DEFAULT =
      new LeaderTimes(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(8));
}
