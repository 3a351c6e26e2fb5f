package dev.hearth.dispatcher.leader;

import dev.hearth.dispatcher.farm.FarmSnapshot;
import dev.hearth.dispatcher.projects.ProjectTable;
import dev.hearth.dispatcher.queue.StopOrders;
import dev.hearth.dispatcher.quotas.Quotas;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Fence;
import dev.hearth.protocol.etcd.KeyValues;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A leader's rounds without its threads: somebody else says what is done when. */
public final class SteppedLeader {
  private static final Duration ALWAYS = Duration.ofDays(1);

  private final Rounds rounds;

  public SteppedLeader(
      KeyValues etcd,
      FarmKeys keys,
      ProjectTable projects,
      Quotas quotas,
      Publisher publisher,
      Archiver archiver,
      Clock clock) {
    StopOrders stops = new StopOrders(etcd, keys);
    this.rounds =
        new Rounds(
            new Transitions(etcd, keys, stops, "127.0.0.1:5000", clock),
            projects,
            () -> quotas,
            publisher,
            archiver,
            _ -> {},
            clock);
  }

  /** Something that was decided, and is to be done once, whenever that may be. */
  public record Work(String what, Runnable deed) {}

  public List<Work> begin(FarmSnapshot farm, Fence fence) {
    return rounds.begin(farm, fence, ALWAYS).stream()
        .map(action ->
            new Work(
                action.getClass().getSimpleName() + " " + action.build().value().request().title(),
                () -> rounds.work(action, fence)))
        .toList();
  }
}
