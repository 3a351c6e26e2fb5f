package dev.hearth.dispatcher.builds;

import dev.hearth.dispatcher.UnavailableException;
import dev.hearth.dispatcher.agents.StandingTasks;
import dev.hearth.dispatcher.farm.FarmView;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Versioned;
import java.util.Optional;

/** {@link StandingTasks} from the mirror, and from etcd itself for what the mirror has not seen. */
public final class EtcdTasks implements StandingTasks {
  private final KeyValues etcd;
  private final FarmKeys keys;
  private final FarmView view;

  public EtcdTasks(KeyValues etcd, FarmKeys keys, FarmView view) {
    this.etcd = etcd;
    this.keys = keys;
    this.view = view;
  }

  @Override
  public Optional<TaskOrder> standing(AgentId agent, AttemptId attempt) {
    try {
      return view.task(agent, attempt)
          .or(() -> etcd.find(keys.task(agent, attempt)))
          .map(Versioned::value);
    } catch (EtcdUnavailableException e) {
      throw new UnavailableException("etcd does not answer; ask again", e);
    }
  }
}
