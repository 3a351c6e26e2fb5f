package dev.hearth.dispatcher.queue;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.farm.FarmView;
import dev.hearth.dispatcher.sql.ArchivedBuilds;
import dev.hearth.dispatcher.sql.DatabaseDownException;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.Head;
import dev.hearth.protocol.LastNumber;
import dev.hearth.protocol.SameBuild;
import dev.hearth.protocol.StopKind;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.RecordTooLargeException;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Accepts builds: one transaction each, with the number, the head, the "same build" mark and the
 * delivery, so that a build is wholly there or not at all. Any dispatcher may do it.
 */
public final class BuildQueue {
  private static final int TRIES = 50;

  /** How long a build is looked for whose transaction was not answered. */
  private static final Duration READ_BACK = Duration.ofSeconds(4);

  private static final Duration READ_BACK_PAUSE = Duration.ofMillis(200);

  private final KeyValues etcd;
  private final FarmKeys keys;
  private final Supplier<? extends Collection<Versioned<BuildRecord>>> underWay;
  private final RemoteRefs remotes;
  private final Turns turns = new Turns();
  private final ArchivedBuilds archived;
  private final ProjectSeeds seeds;
  private final HourlyLease deliveries;
  private final Consumer<Submission> bound;
  private final Clock clock;

  /**
   * A queue of a farm that is mirrored.
   *
   * @param bound refuses what a person asks for where too many builds wait
   */
  public BuildQueue(
      KeyValues etcd,
      FarmKeys keys,
      FarmView view,
      RemoteRefs remotes,
      ArchivedBuilds archived,
      Consumer<Submission> bound,
      Clock clock) {
    this(etcd, keys, view::builds, view::known, remotes, archived, bound, clock);
  }

  /** A queue that knows the builds under way as far as it is told without asking etcd. */
  public BuildQueue(
      KeyValues etcd,
      FarmKeys keys,
      Supplier<? extends Collection<Versioned<BuildRecord>>> underWay,
      RemoteRefs remotes,
      ArchivedBuilds archived,
      Clock clock) {
    this(etcd, keys, underWay, _ -> null, remotes, archived, _ -> {}, clock);
  }

  /** The same, where not any number of builds that people ask for is taken. */
  BuildQueue(
      KeyValues etcd,
      FarmKeys keys,
      Supplier<? extends Collection<Versioned<BuildRecord>>> underWay,
      RemoteRefs remotes,
      ArchivedBuilds archived,
      Consumer<Submission> bound,
      Clock clock) {
    this(etcd, keys, underWay, _ -> null, remotes, archived, bound, clock);
  }

  /**
   * A queue.
   *
   * @param underWay the builds under way, as far as they are known without asking etcd
   * @param known one of them
   */
  private BuildQueue(
      KeyValues etcd,
      FarmKeys keys,
      Supplier<? extends Collection<Versioned<BuildRecord>>> underWay,
      Function<Key<BuildRecord>, @Nullable Versioned<BuildRecord>> known,
      RemoteRefs remotes,
      ArchivedBuilds archived,
      Consumer<Submission> bound,
      Clock clock) {
    this.etcd = etcd;
    this.keys = keys;
    this.underWay = underWay;
    this.remotes = remotes;
    this.archived = archived;
    this.seeds = new ProjectSeeds(etcd, keys, known, archived);
    this.deliveries = new HourlyLease(etcd, clock);
    this.bound = bound;
    this.clock = clock;
  }

  /**
   * Accepts a build, or finds the one that is the same. When this returns, the answer is in etcd.
   *
   * @throws EtcdUnavailableException if etcd does not answer; the same submission may be made again
   */
  public Acceptance accept(Submission submission) {
    BuildId build = BuildId.next();
    HostsWord host = new HostsWord(remotes, submission);
    Optional<UnknownFateException> unknown = Optional.empty();
    Instant giveUp = Instant.MAX;
    for (int i = 0; i < TRIES; i++) {
      boolean mayRefuse = unknown.isEmpty(); // else it may have been accepted
      try {
        Optional<Acceptance> accepted =
            turns.take(
                submission.project().id(), () -> tryToAccept(submission, build, host, mayRefuse));
        if (accepted.isPresent()) {
          return accepted.get();
        }
        host.askIfWanted();
      } catch (UnknownFateException e) {
        giveUp = unknown.isEmpty() ? clock.instant().plus(READ_BACK) : giveUp;
        unknown = Optional.of(e);
        if (clock.instant().isAfter(giveUp)) {
          throw e.words();
        }
      } catch (EtcdUnavailableException e) {
        if (unknown.isEmpty()) {
          throw e;
        }
        readBackLater(unknown.get(), giveUp);
      } catch (RecordTooLargeException e) {
        throw RefusedException.invalid(
            "tried to accept a build of "
                + submission.project().name()
                + " but what was asked for is too long: give fewer or shorter tags");
      }
    }
    throw new EtcdUnavailableException(
        "tried "
            + TRIES
            + " times to accept a build of "
            + submission.project().name()
            + " but others changed its keys each time; ask again",
        null);
  }

  /** Pauses before what was sent is looked for; in the end says that its fate is not known. */
  private void readBackLater(UnknownFateException unknown, Instant giveUp) {
    if (Thread.currentThread().isInterrupted() || clock.instant().isAfter(giveUp)) {
      throw unknown.words();
    }
    try {
      Thread.sleep(READ_BACK_PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown.words();
    }
  }

  /**
   * One try. The build's id is the same in all tries: by it a try is recognised that was done and
   * not answered.
   *
   * @param mayRefuse whether no try before may have been done
   * @return empty when others changed what was read, or the Git host must be asked first
   */
  private Optional<Acceptance> tryToAccept(
      Submission submission, BuildId build, HostsWord host, boolean mayRefuse) {
    SubmissionRead read = read(submission, build);
    Optional<Acceptance> own = read.own();
    if (own.isPresent()) {
      return own;
    }
    Optional<SameBuild> known = read.known();
    if (known.isPresent()) {
      return remember(read, known.get());
    }
    if (mayRefuse && submission.isManual()) { // what a Git host tells would be lost
      bound.accept(submission);
    }
    Optional<Boolean> isOvertaken =
        submission.asHead() ? isOvertaken(submission, read, host) : Optional.of(false);
    if (isOvertaken.isEmpty()) {
      return Optional.empty();
    }
    boolean asHead = submission.asHead() && !isOvertaken.get();
    boolean overtaken = submission.asHead() && !asHead && !submission.isManual();
    Optional<SameBuild> superseded = overtaken ? superseded(submission, read) : Optional.empty();
    if (superseded.isPresent()) {
      return remember(read, superseded.get());
    }
    Optional<Versioned<LastNumber>> last = read.number();
    if (last.isEmpty()) {
      return Optional.empty();
    }
    long number = last.get().value().last() + 1;
    Transaction.Builder change = read.guarded();
    change.put(keys.number(submission.project().id()), last, new LastNumber(number));
    change.put(keys.build(build), record(build, number, submission, read, asHead, overtaken));
    if (!overtaken && !submission.isManual()) {
      read.putSame(change, new SameBuild(build, number));
    }
    if (asHead) {
      read.putHead(change, head(build, number, submission, read));
    }
    read.putDelivery(change, new SameBuild(build, number));
    if (overtaken) {
      read.putEcho(change, new SameBuild(build, number));
    }
    if (!commit(build, change.end())) {
      return Optional.empty();
    }
    return Optional.of(
        overtaken
            ? new Acceptance.BornSuperseded(build, number)
            : new Acceptance.Queued(build, number));
  }

  /** What stands in etcd, where the project is made known first if it is not. */
  private SubmissionRead read(Submission submission, BuildId build) {
    SubmissionRead read = new SubmissionRead(etcd, keys, deliveries, clock, submission, build);
    if (read.number().isPresent()) {
      return read;
    }
    seeds.plant(submission.project().id());
    return new SubmissionRead(etcd, keys, deliveries, clock, submission, build);
  }

  /** The build that was born superseded when the same push was told of before. */
  private Optional<SameBuild> superseded(Submission submission, SubmissionRead read) {
    Optional<SameBuild> echo =
        read.echo().flatMap(was -> was.value().builds().stream().findFirst());
    if (echo.isPresent()) {
      return echo;
    }
    try {
      return archived.same(submission.project().id(), submission.ref(), submission.commit());
    } catch (DatabaseDownException e) {
      return Optional.empty();
    }
  }

  /** Answers with a build that is there already, and remembers the delivery for the next time. */
  private Optional<Acceptance> remember(SubmissionRead read, SameBuild known) {
    Acceptance same = new Acceptance.Same(known.build(), known.number());
    Optional<Transaction> remembering = read.remembering(known);
    return remembering.isEmpty() || commit(null, remembering.get())
        ? Optional.of(same)
        : Optional.empty();
  }

  /**
   * @param build that the transaction makes; null for none
   */
  private boolean commit(@Nullable BuildId build, Transaction transaction) {
    try {
      return etcd.commit(transaction);
    } catch (EtcdUnavailableException e) {
      if (String.valueOf(e.getMessage()).contains("lease not found")) {
        deliveries.forget();
        return false;
      }
      throw build == null || e.isRefusal() ? e : new UnknownFateException(build, e);
    }
  }

  /**
   * Whether a newer head of the ref is known; empty when the Git host must be asked first. A push
   * is born superseded then; what a person asked for is built all the same, and moves no tag.
   */
  private Optional<Boolean> isOvertaken(
      Submission submission, SubmissionRead read, HostsWord host) {
    Head head = read.head().map(Versioned::value).orElse(null);
    return switch (Lineage.of(
        head, submission.before(), submission.commit(), () -> knownBefores(submission))) {
      case Lineage.Newest _ -> Optional.of(false);
      case Lineage.Overtaken _ -> Optional.of(true);
      case Lineage.Unknown _ -> host.saysOlder(read.head());
    };
  }

  /** Where pushes of the same ref began whose builds are under way. */
  private Set<Commit> knownBefores(Submission submission) {
    Set<Commit> befores = new HashSet<>();
    for (Versioned<BuildRecord> live : underWay.get()) {
      BuildRequest request = live.value().request();
      if (request.project().equals(submission.project().id())
          && request.ref().equals(submission.ref())
          && request.before() != null) {
        befores.add(request.before());
      }
    }
    return befores;
  }

  private BuildRecord record(
      BuildId build,
      long number,
      Submission submission,
      SubmissionRead read,
      boolean asHead,
      boolean overtaken) {
    Instant now = clock.instant();
    BuildRequest request =
        new BuildRequest(
            submission.project().id(),
            submission.project().name(),
            number,
            submission.ref(),
            submission.commit(),
            submission.before(),
            submission.cause(),
            asHead ? read.nextSequence() : 0,
            submission.tags(),
            submission.cache(),
            submission.by(),
            submission.key(),
            now);
    BuildRecord queued = BuildRecord.queued(build, request, now);
    if (!overtaken) {
      return queued;
    }
    String newer =
        read.head().map(head -> head.value().after().abbreviated()).orElse("a newer head");
    StopOrder order =
        new StopOrder(
            StopKind.SUPERSEDED,
            "hearth",
            newer + " was pushed after it, and its hook came first",
            now);
    return queued.stopping(order).in(BuildState.stopped(order, true, now));
  }

  private Head head(BuildId build, long number, Submission submission, SubmissionRead read) {
    Instant now = clock.instant();
    Optional<Head> pushed =
        read.head()
            .map(Versioned::value)
            .filter(head -> submission.isManual() && head.after().equals(submission.commit()));
    if (pushed.isPresent()) {
      Head old = pushed.get();
      return new Head(
          old.ref(),
          old.before(),
          old.after(),
          read.nextSequence(),
          old.build(),
          old.number(),
          now,
          old.cause());
    }
    return new Head(
        submission.ref(),
        submission.before(),
        submission.commit(),
        read.nextSequence(),
        build,
        number,
        now,
        submission.cause());
  }
}
