package dev.hearth.dispatcher.remote;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.gitclient.GitHostException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How long a Git host is waited for.
 *
 * @param silence of one connection that says nothing
 * @param whole of all together, whatever the host does meanwhile
 */
public record Patience(Duration silence, Duration whole) {
  /** 3 s of silence, 8 s in all: a Git host's own patience with a hook is 10 s. */
  public static final Patience DEFAULT = new Patience(Duration.ofSeconds(3), Duration.ofSeconds(8));

  /**
   * Asks on a thread of its own, which is interrupted, and not waited for, when the time is over.
   *
   * @param what stands behind "tried to " when it fails
   * @throws RefusedException {@code IMPOSSIBLE} with the reason
   */
  <T> T ask(String what, Callable<T> question) {
    FutureTask<T> answer = new FutureTask<>(question);
    Thread.ofVirtual().name("git-host").start(answer);
    try {
      return answer.get(whole.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw refused(
          what, "the host did not answer within " + whole.toSeconds() + " seconds; try again");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw refused(what, "the dispatcher is stopping; try again");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GitHostException host) {
        throw RefusedException.impossible(host.sentence(what));
      }
      throw new IllegalStateException("tried to " + what + " but the dispatcher failed", e);
    } finally {
      answer.cancel(true);
    }
  }

  private static RefusedException refused(String what, String why) {
    return RefusedException.impossible("tried to " + what + " but " + why);
  }
}
