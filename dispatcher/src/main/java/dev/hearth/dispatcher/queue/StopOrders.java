package dev.hearth.dispatcher.queue;

import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Fence;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import java.util.Optional;
import java.util.function.Consumer;

/** Orders builds to stop; any dispatcher may. A queued build ends here and now. */
public final class StopOrders {
  private static final int TRIES = 20;

  private final KeyValues etcd;
  private final FarmKeys keys;

  public StopOrders(KeyValues etcd, FarmKeys keys) {
    this.etcd = etcd;
    this.keys = keys;
  }

  /**
   * Gives the order. Given again to a build that has one already, it changes nothing.
   *
   * @throws EtcdUnavailableException if etcd does not answer, or others changed the build each time
   */
  public StopOutcome order(BuildId id, StopOrder order) {
    for (int i = 0; i < TRIES; i++) {
      Optional<Versioned<BuildRecord>> found = etcd.find(keys.build(id));
      if (found.isEmpty()) {
        return new StopOutcome.Absent();
      }
      Optional<StopOutcome> outcome = tryToOrder(found.get(), order, _ -> {});
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
    throw new EtcdUnavailableException(
        "tried to stop build " + id + " but it was changed each time; ask again", null);
  }

  /**
   * Gives a leader's order, if it still leads and the build still is what was read: what a reason
   * was found in may be another attempt by now.
   *
   * @return whether the build has the order, or has ended by one
   */
  public boolean orderUnchanged(Versioned<BuildRecord> read, StopOrder order, Fence fence) {
    return tryToOrder(read, order, change -> change.ifLeader(fence))
        .filter(outcome ->
            outcome instanceof StopOutcome.Ended || outcome instanceof StopOutcome.Ordered)
        .isPresent();
  }

  private Optional<StopOutcome> tryToOrder(
      Versioned<BuildRecord> found, StopOrder order, Consumer<Transaction.Builder> guard) {
    BuildRecord build = found.value();
    return switch (build.state()) {
      case BuildState.Cancelled _, BuildState.Superseded _, BuildState.TimedOut _ ->
          Optional.of(new StopOutcome.Ended(build));
      case BuildState.Succeeded _, BuildState.Failed _, BuildState.Lost _, BuildState.Unknown _ ->
          Optional.of(new StopOutcome.TooLate(build));
      case BuildState.Queued _ -> {
        BuildRecord ended = build.stopping(order).in(BuildState.stopped(order, true, order.at()));
        yield commit(found, ended, guard)
            ? Optional.of(new StopOutcome.Ended(ended))
            : Optional.empty();
      }
      case BuildState.Assigned assigned -> {
        if (build.stop() != null) {
          yield Optional.of(new StopOutcome.Ordered(build));
        }
        BuildRecord stopping = build.stopping(order);
        Key<StopOrder> stop = keys.stop(assigned.agent(), assigned.attempt());
        yield commit(found, stopping, guard.andThen(change -> change.put(stop, order)))
            ? Optional.of(new StopOutcome.Ordered(stopping))
            : Optional.empty();
      }
      case BuildState.Pushed _ -> {
        if (build.stop() != null) {
          yield Optional.of(new StopOutcome.Ordered(build));
        }
        BuildRecord stopping = build.stopping(order);
        yield commit(found, stopping, guard)
            ? Optional.of(new StopOutcome.Ordered(stopping))
            : Optional.empty();
      }
    };
  }

  /** Also takes the "same build" mark away, so that the same commit can be asked for anew. */
  private boolean commit(
      Versioned<BuildRecord> found, BuildRecord next, Consumer<Transaction.Builder> more) {
    Transaction.Builder change = Transaction.begin().ifUnchanged(found).rewrite(found, next);
    new SameMark(etcd, keys).release(change, next);
    more.accept(change);
    return etcd.commit(change.end());
  }
}
