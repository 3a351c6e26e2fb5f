package dev.hearth.agent.logs;

import dev.hearth.agent.LogSink;
import java.util.Collection;

/** One attempt's log, while it is written. Safe for use by many threads. */
public interface AttemptLog extends LogSink {
  /** From now on none of these texts appears in the log; asterisks stand in its place. */
  void mask(Collection<String> secrets);

  /**
   * A text as it would stand in the log.
   *
   * @param cut whether it is only the beginning of one: what may be a secret's beginning at its end
   *     is left out then
   */
  String masked(String text, boolean cut);

  /** How much of the tool's output is in the log: an earlier process may have written it. */
  long taken();

  /** Writes nothing more: another process goes on with this log. */
  void leave();

  /**
   * Ends the log. What is written afterwards is dropped.
   *
   * @return its length in bytes
   */
  long seal();
}
