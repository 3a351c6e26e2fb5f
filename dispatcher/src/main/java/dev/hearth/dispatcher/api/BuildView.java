package dev.hearth.dispatcher.api;

import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import org.jspecify.annotations.Nullable;

/**
 * A build as it stands at one moment, put together from what is known of it.
 *
 * @param record from etcd, or from the archive once it has ended
 * @param attempt what the agent says of the newest attempt; null before it is claimed and after it
 *     is settled
 * @param waiting why it still waits; null when it does not, or when that is not known yet
 */
public record BuildView(
    BuildRecord record, @Nullable AttemptRecord attempt, @Nullable Waiting waiting) {
  /** The state's name for people: {@code running} is an assigned build whose attempt is claimed. */
  public String state() {
    boolean running = record.state() instanceof BuildState.Assigned && attempt != null;
    return running ? "running" : record.state().word();
  }

  /** Bytes of the newest attempt's log, as far as its agent has said. */
  public long logLength() {
    return attempt == null ? record.logLength() : attempt.logLength();
  }
}
