package dev.hearth.protocol.etcd;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs what it is given where it is given. What jetcd and gRPC hand to an executor is short and
 * never blocks; two changes of threads for each question cost more than the question.
 */
final class InPlace extends AbstractExecutorService {
  @Override
  public void execute(Runnable work) {
    work.run();
  }

  /** Nothing to do: it owns no thread, and clients come and go that share it. */
  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return false;
  }
}
