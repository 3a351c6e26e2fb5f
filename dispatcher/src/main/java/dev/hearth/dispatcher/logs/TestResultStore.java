package dev.hearth.dispatcher.logs;

import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.results.TestResults;
import java.util.Optional;

/**
 * Keeps what the tests of attempts said, for as long as their logs are kept. Implementations are
 * thread-safe, and several dispatchers may share what is behind one.
 */
public interface TestResultStore {
  /**
   * Keeps them durably. Of an attempt that has some, those stay.
   *
   * @throws LogStoreException if they cannot be written
   */
  void keep(AttemptId attempt, TestResults results);

  /**
   * Empty for an attempt that has none, or none yet.
   *
   * @throws LogStoreException if they cannot be read
   */
  Optional<TestResults> find(AttemptId attempt);
}
