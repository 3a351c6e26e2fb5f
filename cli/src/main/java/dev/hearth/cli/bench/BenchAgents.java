package dev.hearth.cli.bench;

import dev.hearth.agent.Agent;
import dev.hearth.agent.attempts.AttemptPipeline;
import dev.hearth.agent.logs.AttemptLogs;
import dev.hearth.agent.registration.AgentProfile;
import dev.hearth.agent.registration.StateDirectory;
import dev.hearth.agent.status.HostCondition;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Real agents in this process whose stages do nothing. */
final class BenchAgents implements AutoCloseable {
  private static final Duration TTL = Duration.ofSeconds(30);
  private static final Duration CUT_OFF_KILL = Duration.ofMinutes(5);

  private final List<Agent> agents = new ArrayList<>();

  /** Registers them; they take tasks a moment later. */
  static BenchAgents start(KeyValues etcd, Path folder, int count, int slots)
      throws InterruptedException {
    return start(etcd, folder, count, slots, AttemptPipeline.nothing());
  }

  /** As above, with stages of one's own. */
  static BenchAgents start(
      KeyValues etcd, Path folder, int count, int slots, AttemptPipeline pipeline)
      throws InterruptedException {
    BenchAgents started = new BenchAgents();
    for (int number = 1; number <= count; number++) {
      AgentId name = name(count, number);
      Agent agent =
          new Agent(
              new AgentProfile(name, slots, Set.of(), TTL, TTL, "bench"),
              StateDirectory.open(folder.resolve(name.value())),
              CUT_OFF_KILL,
              new Agent.Parts(
                  etcd,
                  new FarmKeys(),
                  pipeline,
                  AttemptLogs.discarding(),
                  HostCondition.fair(),
                  Clock.systemUTC()));
      started.agents.add(agent);
      agent.start();
    }
    return started;
  }

  static AgentId name(int count, int number) {
    return new AgentId("bench-" + count + "-" + number);
  }

  @Override
  public void close() {
    agents.forEach(Agent::close);
  }
}
