package dev.hearth.dispatcher.remote;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.gitclient.GitHostException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How long a Git host is waited for, whatever it does meanwhile. */
final class Patience {
  /** Of one connection that says nothing. */
  static final Duration SILENCE = Duration.ofSeconds(3);

  /** Of all together. */
  static final Duration WHOLE = Duration.ofSeconds(8);

  private Patience() {}

  /**
   * Asks on a thread of its own, which is interrupted, and not waited for, when the time is over.
   *
   * @param what stands behind "tried to " when it fails
   * @throws RefusedException {@code IMPOSSIBLE} with the reason
   */
  static <T> T ask(String what, Callable<T> question) {
    FutureTask<T> answer = new FutureTask<>(question);
    Thread.ofVirtual().name("git-host").start(answer);
    try {
      return answer.get(WHOLE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw refused(
          what, "the host did not answer within " + WHOLE.toSeconds() + " seconds; try again");
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
