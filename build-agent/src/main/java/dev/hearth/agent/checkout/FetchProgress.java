package dev.hearth.agent.checkout;

import dev.hearth.agent.LogSink;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.jspecify.annotations.Nullable;

/**
 * Says in the log what was transferred, and stops JGit when the thread that asked is interrupted.
 */
final class FetchProgress implements ProgressMonitor {
  private final LogSink log;
  private final Thread owner = Thread.currentThread();
  private @Nullable String task;
  private long done;

  FetchProgress(LogSink log) {
    this.log = log;
  }

  @Override
  public void start(int totalTasks) {
    // the number of tasks tells nobody anything
  }

  @Override
  public void beginTask(String title, int totalWork) {
    task = title;
    done = 0;
  }

  @Override
  public void update(int completed) {
    done += completed;
  }

  @Override
  public void endTask() {
    if ("Receiving objects".equals(task)) {
      log.line("received " + done + " objects");
    }
    task = null;
  }

  @Override
  public boolean isCancelled() {
    return owner.isInterrupted();
  }

  @Override
  public void showDuration(boolean enabled) {
    // the stage's own time says enough
  }
}
