package dev.hearth.dispatcher.logs;

import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.results.TestResults;
import dev.hearth.protocol.results.TestResultsJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** Test results beside the logs of their attempts, with which they go; see {@link ChunkFiles}. */
public final class DirectoryTestResults implements TestResultStore {
  private final ChunkFiles files;

  /**
   * @param root of the logs
   */
  public DirectoryTestResults(Path root) {
    this.files = new ChunkFiles(root);
  }

  @Override
  public void keep(AttemptId attempt, TestResults results) {
    try {
      files.createTests(attempt, ByteBuffer.wrap(TestResultsJson.write(results)));
    } catch (IOException e) {
      throw new LogStoreException("keep the test results of attempt " + attempt, e);
    }
  }

  @Override
  public Optional<TestResults> find(AttemptId attempt) {
    try {
      return files.readTests(attempt).map(TestResultsJson::read);
    } catch (IllegalArgumentException e) {
      throw new LogStoreException(
          "read the test results of attempt " + attempt, new IOException("they are damaged", e));
    } catch (IOException e) {
      throw new LogStoreException("read the test results of attempt " + attempt, e);
    }
  }
}
