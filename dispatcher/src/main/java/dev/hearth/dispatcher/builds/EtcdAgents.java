package dev.hearth.dispatcher.builds;

import dev.hearth.dispatcher.api.AgentView;
import dev.hearth.dispatcher.api.Agents;
import dev.hearth.dispatcher.farm.FarmSnapshot;
import dev.hearth.dispatcher.farm.FarmView;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Versioned;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@link Agents} from the mirrors. */
public final class EtcdAgents implements Agents {
  private final FarmView view;

  public EtcdAgents(FarmView view) {
    this.view = view;
  }

  @Override
  public List<AgentView> list() {
    FarmSnapshot farm = view.snapshot();
    Map<AgentId, List<String>> builds = new HashMap<>();
    for (Versioned<TaskOrder> task : farm.tasks().values()) {
      builds
          .computeIfAbsent(FarmKeys.ownerOf(task.key()), _ -> new ArrayList<>())
          .add(task.value().request().title());
    }
    Set<AgentId> names = new TreeSet<>(Comparator.comparing(AgentId::value));
    names.addAll(farm.agents().keySet());
    names.addAll(farm.cordons().keySet());
    return names.stream()
        .map(name ->
            new AgentView(
                name,
                value(farm.agents().get(name)),
                value(farm.statuses().get(name)),
                value(farm.cordons().get(name)),
                builds.getOrDefault(name, List.of())))
        .toList();
  }

  private static <T> @Nullable T value(@Nullable Versioned<T> entry) {
    return entry == null ? null : entry.value();
  }
}
