package dev.hearth.agent.pipeline;

import dev.hearth.agent.Agent;
import dev.hearth.agent.AgentConfig;
import dev.hearth.agent.RealEngine;
import dev.hearth.agent.compile.CompileContainer;
import dev.hearth.agent.engine.Owner;
import dev.hearth.agent.http.DispatcherHttp;
import dev.hearth.agent.logs.HttpLogReceiver;
import dev.hearth.agent.logs.SpooledLogs;
import dev.hearth.agent.registration.AgentProfile;
import dev.hearth.agent.registration.StateDirectory;
import dev.hearth.agent.results.HttpTestResultReceiver;
import dev.hearth.agent.results.TestReports;
import dev.hearth.agent.results.TestResultOutbox;
import dev.hearth.agent.secrets.HttpSecrets;
import dev.hearth.cache.DirectoryCaches;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import java.time.Clock;
import java.time.Duration;

/** What one process of an agent is made of, over the engine of this machine. */
final class RealAgent implements AutoCloseable {
  final Agent agent;
  private final DispatcherHttp http;
  private final SpooledLogs logs;
  private final TestResultOutbox results;

  /** Starts it; what an earlier one left in its home it takes over. */
  RealAgent(AgentConfig config, RealEngine real, KeyValues etcd, FarmKeys keys)
      throws InterruptedException {
    http = new DispatcherHttp(config.dispatchers(), config.dispatcherTrust(), config.key());
    logs = new SpooledLogs(config.home().resolve("logs"), new HttpLogReceiver(http));
    results =
        new TestResultOutbox(config.home().resolve("results"), new HttpTestResultReceiver(http));
    results.deliverLeftovers();
    var caches = new DirectoryCaches(config.home().resolve("cache"), CompileContainer.USER);
    var pipeline =
        new BuildPipeline(
            config,
            new Owner(real.owner.agent(), real.owner.identity()),
            real.engine,
            new HttpSecrets(http, Duration.ofSeconds(5)),
            caches,
            new TestReports(results));
    agent =
        new Agent(
            new AgentProfile(
                config.name(),
                config.slots(),
                config.labels(),
                config.leaseTtl(),
                config.handOverLease(),
                "test"),
            StateDirectory.open(config.home().resolve("state")),
            config.cutOffKill(),
            new Agent.Parts(
                etcd,
                keys,
                pipeline,
                logs,
                new BuildHost(real.engine, pipeline, caches, config.home(), 1 << 20),
                Clock.systemUTC()));
    agent.start();
  }

  /** As SIGTERM ends a process. */
  void handOver() {
    agent.handOver();
    close();
  }

  @Override
  public void close() {
    agent.close();
    logs.close();
    results.close();
    http.close();
  }
}
