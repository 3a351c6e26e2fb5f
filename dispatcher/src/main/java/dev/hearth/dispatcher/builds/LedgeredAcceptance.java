package dev.hearth.dispatcher.builds;

import dev.hearth.dispatcher.hooks.BuildAcceptance;
import dev.hearth.dispatcher.queue.Acceptance;
import dev.hearth.dispatcher.queue.BuildQueue;
import dev.hearth.dispatcher.queue.Submission;
import dev.hearth.dispatcher.sql.DatabaseDownException;
import dev.hearth.dispatcher.sql.DeliveryEntry;
import dev.hearth.dispatcher.sql.DeliveryLedger;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.SameBuild;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts builds and keeps in SQL which delivery made which build, so that a delivery that comes
 * again after etcd has forgotten it still finds its build. While SQL is down only etcd remembers.
 */
public final class LedgeredAcceptance implements BuildAcceptance {
  private static final String BUILT = "built";
  private static final String SUPERSEDED = "superseded";
  private static final String DUPLICATE = "duplicate";
  private static final Logger log = LoggerFactory.getLogger(LedgeredAcceptance.class);

  private final BuildQueue queue;
  private final DeliveryLedger ledger;
  private final Clock clock;

  public LedgeredAcceptance(BuildQueue queue, DeliveryLedger ledger, Clock clock) {
    this.queue = queue;
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public Acceptance accept(Submission submission) {
    String key = submission.key();
    if (key == null) {
      return queue.accept(submission);
    }
    ProjectId project = submission.project().id();
    Optional<SameBuild> known = known(project, key);
    if (known.isPresent()) {
      return new Acceptance.Same(known.get().build(), known.get().number());
    }
    Acceptance accepted = queue.accept(submission);
    Thread.startVirtualThread(() -> record(project, key, accepted));
    return accepted;
  }

  private Optional<SameBuild> known(ProjectId project, String key) {
    try {
      return ledger.find(project, key).flatMap(entry -> entry.builds().stream().findFirst());
    } catch (DatabaseDownException e) {
      return Optional.empty();
    }
  }

  private void record(ProjectId project, String key, Acceptance accepted) {
    String decision =
        switch (accepted) {
          case Acceptance.Queued _ -> BUILT;
          case Acceptance.BornSuperseded _ -> SUPERSEDED;
          case Acceptance.Same _ -> DUPLICATE;
        };
    SameBuild build = new SameBuild(accepted.build(), accepted.number());
    try {
      ledger.record(new DeliveryEntry(project, key, clock.instant(), decision, "", List.of(build)));
    } catch (DatabaseDownException e) {
      log.atWarn().addKeyValue("cause", e.getMessage()).log("a delivery is kept in etcd only");
    }
  }
}
