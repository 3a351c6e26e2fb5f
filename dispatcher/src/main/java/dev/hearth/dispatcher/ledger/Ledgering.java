package dev.hearth.dispatcher.ledger;

import dev.hearth.dispatcher.queue.Acceptance;
import dev.hearth.dispatcher.queue.Submission;
import dev.hearth.dispatcher.sql.Decision;
import dev.hearth.dispatcher.sql.DeliveryEntry;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.SameBuild;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/** Says of each delivery what was decided. Thread-safe; returns at once. */
public final class Ledgering {
  private final Consumer<DeliveryEntry> journal;
  private final Clock clock;

  /**
   * @param journal keeps entries; returns at once
   */
  public Ledgering(Consumer<DeliveryEntry> journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  /** A person's request that bears an idempotency key was accepted. */
  public void asked(Submission submission, Acceptance accepted) {
    if (submission.cause() == Cause.MANUAL) {
      accepted("api", submission, accepted);
    }
  }

  /**
   * A push was accepted.
   *
   * @param host the kind of Git host
   */
  public void accepted(String host, Submission submission, Acceptance accepted) {
    Decision decision =
        switch (accepted) {
          case Acceptance.Queued _ -> Decision.BUILT;
          case Acceptance.BornSuperseded _ -> Decision.SUPERSEDED;
          case Acceptance.Same _ -> Decision.DUPLICATE;
        };
    journal.accept(
        DeliveryEntry.of(
            submission.project().id(),
            host,
            String.valueOf(submission.key()),
            submission.ref(),
            submission.commit().value(),
            decision,
            "",
            List.of(new SameBuild(accepted.build(), accepted.number())),
            clock.instant()));
  }

  /** A push that a project does not build. */
  public void filtered(
      String host, ProjectId project, String delivery, String ref, String commit, String reason) {
    journal.accept(
        DeliveryEntry.of(
            project,
            host,
            delivery,
            ref,
            commit,
            Decision.FILTERED,
            reason,
            List.of(),
            clock.instant()));
  }

  /** A delivery that concerns no project of the farm. */
  public void filtered(String host, String ref, String commit, String reason) {
    journal.accept(
        DeliveryEntry.ofNobody(host, ref, commit, Decision.FILTERED, reason, clock.instant()));
  }

  /**
   * A delivery that was turned away.
   *
   * @param reason holds nothing that the sender sent
   */
  public void refused(String host, String reason) {
    journal.accept(DeliveryEntry.ofNobody(host, "", "", Decision.REFUSED, reason, clock.instant()));
  }
}
