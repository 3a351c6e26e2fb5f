package dev.hearth.dispatcher.console.pool;

import dev.hearth.dispatcher.api.AgentView;
import dev.hearth.dispatcher.placement.Home;
import dev.hearth.dispatcher.placement.Host;
import dev.hearth.dispatcher.placement.Wish;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.ProjectId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What would move if a host went. */
final class Moving {
  private Moving() {}

  /** The most first. */
  static List<HostPage.Move> from(
      AgentId gone, Collection<Project> projects, Collection<AgentView> agents) {
    List<Wish> wishes =
        projects.stream().map(one -> new Wish(one.id(), one.labels(), Set.of(), false)).toList();
    Map<ProjectId, String> names =
        projects.stream().collect(Collectors.toMap(Project::id, one -> one.name().value()));
    Map<String, List<String>> byHost = new TreeMap<>();
    for (Home home : Home.of(wishes, agents.stream().flatMap(Moving::host).toList())) {
      AgentId next = home.next();
      if (home.isAt(gone)) {
        byHost
            .computeIfAbsent(next == null ? "" : next.value(), _ -> new ArrayList<>())
            .add(names.getOrDefault(home.project(), home.project().value()));
      }
    }
    return byHost.entrySet().stream()
        .map(
            entry -> new HostPage.Move(entry.getKey(), entry.getValue().stream().sorted().toList()))
        .sorted(Comparator.comparingInt((HostPage.Move move) -> -move.projects().size()))
        .toList();
  }

  /** Nothing of a host that is down: it has no slots, and so no rank. */
  private static Stream<Host> host(AgentView agent) {
    var record = agent.record();
    var status = agent.status();
    return record == null
        ? Stream.empty()
        : Stream.of(
            new Host(
                agent.name(),
                record.slots(),
                agent.builds().size(),
                false,
                record.labels(),
                agent.reason(),
                status == null ? Set.of() : status.warm()));
  }
}
