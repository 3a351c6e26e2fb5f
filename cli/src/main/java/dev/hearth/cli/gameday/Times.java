package dev.hearth.cli.gameday;

import dev.hearth.cli.gameday.HarmKind.Lane;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.LeaderRecord;
import dev.hearth.protocol.LostAttempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How soon the farm made good what was lost.
 *
 * @param noticed from an agent's loss to each of its builds being queued anew
 * @param running from an agent's loss to each of its builds being claimed by the next
 * @param undisturbed those of {@code running} where nothing else was harmed in the meantime, no
 *     other agent either: the next one may be lost too before anybody knows
 * @param leaderless from the loss of the leading dispatcher to the next one's election
 * @param leaderlessUndisturbed those of {@code leaderless} where no server was harmed meanwhile
 */
record Times(
    List<Duration> noticed,
    List<Duration> running,
    List<Duration> undisturbed,
    List<Duration> leaderless,
    List<Duration> leaderlessUndisturbed) {
  private static final Set<HarmKind> LOSSES =
      Set.of(HarmKind.AGENT_KILL, HarmKind.AGENT_FREEZE, HarmKind.AGENT_CUT);
  private static final Set<HarmKind> DISPATCHERS =
      Set.of(HarmKind.DISPATCHER_KILL, HarmKind.DISPATCHER_FREEZE);

  /**
   * @param ids the dispatchers' ids by their parts' names
   */
  static Times of(
      List<Done> done,
      Map<String, String> ids,
      Map<String, List<History.Change<BuildRecord>>> builds,
      Map<String, List<History.Change<AttemptRecord>>> attempts,
      List<History.Change<LeaderRecord>> leaders) {
    Times times =
        new Times(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    for (Done harm : done) {
      if (LOSSES.contains(harm.kind())) {
        times.losses(harm, done, builds, attempts);
      } else if (DISPATCHERS.contains(harm.kind())) {
        nextLeader(harm, done, ids, leaders).ifPresent(next -> times.led(harm, done, next));
      }
    }
    return times;
  }

  private void losses(
      Done harm,
      List<Done> done,
      Map<String, List<History.Change<BuildRecord>>> builds,
      Map<String, List<History.Change<AttemptRecord>>> attempts) {
    for (List<History.Change<BuildRecord>> build : builds.values()) {
      Optional<LostAttempt> lost =
          values(build)
              .flatMap(record -> record.lost().stream())
              .filter(one -> one.agent().value().equals(harm.target()))
              .filter(one -> wasRunning(one, harm.began(), attempts))
              .findFirst();
      if (lost.isPresent()) {
        noticed.add(Duration.between(harm.began(), lost.get().at()));
        claimedNext(lost.get(), attempts)
            .ifPresent(claimed -> {
              running.add(Duration.between(harm.began(), claimed));
              if (!disturbed(harm, done, claimed, Set.of(Lane.values()))) {
                undisturbed.add(Duration.between(harm.began(), claimed));
              }
            });
      }
    }
  }

  private void led(Done harm, List<Done> done, Instant next) {
    Duration took = Duration.between(harm.began(), next);
    leaderless.add(took);
    if (!disturbed(harm, done, next, Set.of(Lane.SERVERS))) {
      leaderlessUndisturbed.add(took);
    }
  }

  /** Whether anything of these lanes was harmed between a harm and what came of it. */
  private static boolean disturbed(Done harm, List<Done> done, Instant until, Set<Lane> by) {
    return done.stream()
        .filter(other -> !other.equals(harm) && by.contains(other.kind().lane()))
        .anyMatch(other -> other.overlaps(harm.began().minusSeconds(5), until));
  }

  /** Whether it had been claimed when the harm was done, and was lost through it. */
  private static boolean wasRunning(
      LostAttempt lost, Instant began, Map<String, List<History.Change<AttemptRecord>>> attempts) {
    return lost.at().isAfter(began)
        && lost.at().isBefore(began.plusSeconds(60))
        && values(attempts.getOrDefault(lost.attempt().toString(), List.of()))
            .anyMatch(record -> record.claimedAt().isBefore(began));
  }

  private static Optional<Instant> claimedNext(
      LostAttempt lost, Map<String, List<History.Change<AttemptRecord>>> attempts) {
    // The next one's claim may have come too late; the one after that is what runs.
    return Stream.iterate(lost.attempt().number() + 1, number -> number + 1)
        .limit(5)
        .flatMap(number ->
            values(attempts.getOrDefault(lost.attempt().build().value() + "-" + number, List.of())))
        .map(AttemptRecord::claimedAt)
        .findFirst();
  }

  /** Empty if it was not the leader that was hit, or if the change came of something else. */
  private static Optional<Instant> nextLeader(
      Done harm,
      List<Done> done,
      Map<String, String> ids,
      List<History.Change<LeaderRecord>> leaders) {
    String hit = ids.getOrDefault(harm.target(), "");
    boolean wasLeader =
        values(leaders)
            .filter(leader -> leader.since().isBefore(harm.began()))
            .reduce((_, last) -> last)
            .filter(leader -> leader.dispatcher().equals(hit))
            .isPresent();
    Optional<Instant> next =
        values(leaders)
            .filter(leader -> leader.since().isAfter(harm.began()))
            .findFirst()
            .filter(leader -> !leader.dispatcher().equals(hit))
            .map(LeaderRecord::since);
    return next.filter(_ -> wasLeader)
        .filter(since ->
            done.stream()
                .filter(other -> Lane.DISPATCHERS.kinds().contains(other.kind()))
                .noneMatch(
                    other -> other.began().isAfter(harm.began()) && other.began().isBefore(since)));
  }

  private static <T> Stream<T> values(List<History.Change<T>> changes) {
    return changes.stream().map(History.Change::value).filter(Objects::nonNull);
  }
}
