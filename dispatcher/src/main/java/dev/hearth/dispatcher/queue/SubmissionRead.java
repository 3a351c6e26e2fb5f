package dev.hearth.dispatcher.queue;

import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Delivery;
import dev.hearth.protocol.Head;
import dev.hearth.protocol.LastNumber;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.SameBuild;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Snapshot;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stands in etcd for a submission, read at one revision, and changes guarded by it. */
final class SubmissionRead {
  private final FarmKeys keys;
  private final HourlyLease deliveries;
  private final Clock clock;
  private final Submission submission;
  private final Key<BuildRecord> buildKey;
  private final @Nullable Key<Delivery> deliveryKey;
  private final Key<SameBuild> sameKey;
  private final Key<Head> headKey;
  private final Key<LastNumber> numberKey;
  private final Snapshot snapshot;

  /**
   * Reads.
   *
   * @param deliveries the lease under which deliveries are remembered
   * @param build the id that the submission's build would have
   */
  SubmissionRead(
      KeyValues etcd,
      FarmKeys keys,
      HourlyLease deliveries,
      Clock clock,
      Submission submission,
      BuildId build) {
    this.keys = keys;
    this.deliveries = deliveries;
    this.clock = clock;
    this.submission = submission;
    this.buildKey = keys.build(build);
    this.deliveryKey =
        submission.key() == null
            ? null
            : keys.delivery(submission.project().id(), submission.key());
    ProjectId project = submission.project().id();
    this.sameKey = keys.same(project, submission.ref(), submission.commit());
    this.headKey = keys.head(project, submission.ref());
    this.numberKey = keys.number(project);
    List<Key<?>> asked = new ArrayList<>(List.of(buildKey, sameKey, headKey, numberKey));
    if (deliveryKey != null) {
      asked.add(deliveryKey);
    }
    asked.add(echoKey());
    this.snapshot = etcd.read(asked);
  }

  /** What an earlier try of this very submission has made, without an answer. */
  Optional<Acceptance> own() {
    return snapshot
        .find(buildKey)
        .map(Versioned::value)
        .map(build ->
            build.state() instanceof BuildState.Superseded
                ? new Acceptance.BornSuperseded(build.id(), build.request().number())
                : new Acceptance.Queued(build.id(), build.request().number()));
  }

  /** By which a push that came too late is known when it is told of under another id. */
  Key<Delivery> echoKey() {
    return keys.delivery(
        submission.project().id(), "superseded " + submission.ref() + " " + submission.commit());
  }

  Optional<Versioned<Delivery>> echo() {
    return snapshot.find(echoKey());
  }

  Optional<Versioned<Delivery>> delivery() {
    return deliveryKey == null ? Optional.empty() : snapshot.find(deliveryKey);
  }

  Optional<Versioned<LastNumber>> number() {
    return snapshot.find(numberKey);
  }

  Optional<Versioned<Head>> head() {
    return snapshot.find(headKey);
  }

  long nextSequence() {
    return 1 + head().map(head -> head.value().sequence()).orElse(0L);
  }

  /** The build that this submission asks for once more. */
  Optional<SameBuild> known() {
    Optional<SameBuild> delivered =
        delivery().flatMap(was -> was.value().builds().stream().findFirst());
    if (delivered.isPresent() || submission.isManual()) {
      return delivered;
    }
    return goesBack()
        ? Optional.empty()
        : snapshot.find(sameKey).map(Versioned::value).or(this::sameHead);
  }

  /**
   * The ref is pushed back from its newest head to a commit that it had before: a build of that
   * commit which is under way will be superseded, and is not the one that is asked for.
   */
  private boolean goesBack() {
    return submission.asHead()
        && !submission.commit().equals(submission.before())
        && head().filter(head -> head.value().after().equals(submission.before())).isPresent();
  }

  /**
   * The last accepted push was this very one: its hook came twice, under two ids, or it was found
   * by comparing heads, which cannot tell where the push began.
   */
  private Optional<SameBuild> sameHead() {
    return head()
        .map(Versioned::value)
        .filter(head -> submission.asHead() && head.after().equals(submission.commit()))
        .filter(head ->
            Objects.equals(head.before(), submission.before())
                || head.cause() == Cause.RECONCILED
                || submission.cause() == Cause.RECONCILED)
        .map(head -> new SameBuild(head.build(), head.number()));
  }

  Transaction.Builder guarded() {
    Transaction.Builder change = Transaction.begin().ifAsRead(numberKey, number());
    if (!submission.isManual()) {
      change.ifAsRead(sameKey, snapshot.find(sameKey));
    }
    if (submission.asHead()) {
      change.ifAsRead(headKey, head());
    }
    if (deliveryKey != null) {
      change.ifAsRead(deliveryKey, delivery());
    }
    return change;
  }

  /** That the delivery was answered with a build that is there already; empty if that is known. */
  Optional<Transaction> remembering(SameBuild build) {
    if (deliveryKey == null || delivery().isPresent()) {
      return Optional.empty();
    }
    Transaction.Builder change = Transaction.begin().ifAbsent(deliveryKey);
    putDelivery(change, build);
    return Optional.of(change.end());
  }

  void putSame(Transaction.Builder change, SameBuild build) {
    change.put(sameKey, build);
  }

  void putHead(Transaction.Builder change, Head next) {
    change.put(headKey, head(), next);
  }

  void putEcho(Transaction.Builder change, SameBuild build) {
    Delivery delivery = new Delivery(List.of(build), "", clock.instant());
    change.ifAsRead(echoKey(), echo()).put(echoKey(), delivery, deliveries.id());
  }

  void putDelivery(Transaction.Builder change, SameBuild build) {
    if (deliveryKey != null) {
      Delivery delivery = new Delivery(List.of(build), "", clock.instant());
      change.put(deliveryKey, delivery, deliveries.id());
    }
  }
}
