package dev.hearth.agent.logs;

import dev.hearth.agent.LogSink;
import java.util.Collection;

/** One attempt's log, while it is written. Safe for use by many threads. */
public interface AttemptLog extends LogSink {
  /** From now on none of these texts appears in the log; asterisks stand in its place. */
  void mask(Collection<String> secrets);

  /**
   * Ends the log. What is written afterwards is dropped.
   *
   * @return its length in bytes
   */
  long seal();
}
