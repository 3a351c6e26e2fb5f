package dev.hearth.dispatcher.builds;

import dev.hearth.dispatcher.hooks.BuildAcceptance;
import dev.hearth.dispatcher.queue.Acceptance;
import dev.hearth.dispatcher.queue.Submission;
import dev.hearth.dispatcher.sql.DatabaseDownException;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.SameBuild;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * Accepts builds, after a look into the ledger in SQL: so a delivery that comes again after etcd
 * has forgotten it still finds its build. While SQL is down, or slow, only etcd remembers.
 */
public final class LedgeredAcceptance implements BuildAcceptance {
  /** A ledger that takes longer is not waited for: the Git host waits for the answer. */
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final BuildAcceptance queue;
  private final BiFunction<ProjectId, String, Optional<SameBuild>> ledger;
  private final BiConsumer<Submission, Acceptance> decided;
  private final Clock clock;
  private volatile Instant askAgainAt = Instant.MIN;

  /**
   * @param ledger the build that a delivery made before
   * @param decided told what became of a submission that has a key; returns at once
   */
  public LedgeredAcceptance(
      BuildAcceptance queue,
      BiFunction<ProjectId, String, Optional<SameBuild>> ledger,
      BiConsumer<Submission, Acceptance> decided,
      Clock clock) {
    this.queue = queue;
    this.ledger = ledger;
    this.decided = decided;
    this.clock = clock;
  }

  @Override
  public Acceptance accept(Submission submission) {
    String key = submission.key();
    if (key == null) {
      return queue.accept(submission);
    }
    Acceptance accepted =
        known(submission.project().id(), key)
            .<Acceptance>map(build -> new Acceptance.Same(build.build(), build.number()))
            .orElseGet(() -> queue.accept(submission));
    decided.accept(submission, accepted);
    return accepted;
  }

  private Optional<SameBuild> known(ProjectId project, String key) {
    if (clock.instant().isBefore(askAgainAt)) {
      return Optional.empty();
    }
    FutureTask<Optional<SameBuild>> question = new FutureTask<>(() -> ledger.apply(project, key));
    Thread.ofVirtual().name("ledger").start(question);
    try {
      return question.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return withoutLedger();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DatabaseDownException) {
        return withoutLedger();
      }
      throw new IllegalStateException("the ledger could not be read", e.getCause());
    }
  }

  private Optional<SameBuild> withoutLedger() {
    askAgainAt = clock.instant().plus(PAUSE);
    return Optional.empty();
  }
}
