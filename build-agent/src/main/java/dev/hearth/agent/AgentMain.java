package dev.hearth.agent;

import dev.hearth.agent.compile.CompileContainer;
import dev.hearth.agent.engine.Engine;
import dev.hearth.agent.engine.Owner;
import dev.hearth.agent.http.DispatcherHttp;
import dev.hearth.agent.keys.KeyExchange;
import dev.hearth.agent.keys.KeyRenewal;
import dev.hearth.agent.logs.HttpLogReceiver;
import dev.hearth.agent.logs.SpooledLogs;
import dev.hearth.agent.pipeline.BuildHost;
import dev.hearth.agent.pipeline.BuildPipeline;
import dev.hearth.agent.pipeline.HttpProjects;
import dev.hearth.agent.pipeline.Upkeep;
import dev.hearth.agent.registration.AgentProfile;
import dev.hearth.agent.registration.RegistrationRefusedException;
import dev.hearth.agent.registration.StateDirectory;
import dev.hearth.agent.results.HttpTestResultReceiver;
import dev.hearth.agent.results.TestReports;
import dev.hearth.agent.results.TestResultOutbox;
import dev.hearth.agent.secrets.HttpSecrets;
import dev.hearth.cache.DirectoryCaches;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.JetcdKeyValues;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker's process on a build host, wired together. */
public final class AgentMain {
  /** The exit status of an agent that the farm does not want: another one has its name. */
  public static final int REFUSED = 3;

  private static final Logger log = LoggerFactory.getLogger(AgentMain.class);

  /** How long a dispatcher that does not answer is asked for an attempt's secrets. */
  private static final Duration SECRETS_PATIENCE = Duration.ofSeconds(150);

  private AgentMain() {}

  /** Runs until the process is told to end. Returns the exit status. */
  public static int run(AgentConfig config) throws InterruptedException {
    StateDirectory state;
    try {
      state = StateDirectory.open(config.home().resolve("state"));
    } catch (RegistrationRefusedException e) {
      log.atError().log(e.getMessage());
      return REFUSED;
    }
    var http = new DispatcherHttp(config.dispatchers(), config.dispatcherTrust(), config.key());
    try (state;
        http;
        JetcdKeyValues etcd = new JetcdKeyValues(config.etcd());
        Engine engine = Engine.at(config.docker());
        var logs = new SpooledLogs(config.home().resolve("logs"), new HttpLogReceiver(http));
        var results =
            new TestResultOutbox(
                config.home().resolve("results"), new HttpTestResultReceiver(http))) {
      results.deliverLeftovers();
      var caches = new DirectoryCaches(config.home().resolve("cache"), CompileContainer.USER);
      var pipeline =
          new BuildPipeline(
              config,
              new Owner(config.name(), state.identity()),
              engine,
              new HttpSecrets(http, SECRETS_PATIENCE),
              caches,
              new TestReports(results));
      var host = new BuildHost(engine, pipeline, caches, config.home(), config.minimumFreeDisk());
      var profile =
          new AgentProfile(
              config.name(),
              config.slots(),
              config.labels(),
              config.leaseTtl(),
              config.handOverLease(),
              version());
      var parts = new Agent.Parts(etcd, new FarmKeys(), pipeline, logs, host, Clock.systemUTC());
      var agent = new Agent(profile, state, config.cutOffKill(), parts);
      var exchange = new KeyExchange(http, config.keyFiles());
      try (var renewal = new KeyRenewal(exchange, etcd, agent::isRegistered);
          var upkeep = new Upkeep(pipeline, new HttpProjects(http))) {
        upkeep.start();
        return run(config, agent, renewal);
      }
    }
  }

  /** A signal to end interrupts this thread; a second one interrupts what the first one began. */
  private static int run(AgentConfig config, Agent agent, KeyRenewal renewal)
      throws InterruptedException {
    EndSignals.interrupt(Thread.currentThread());
    try (agent) {
      try {
        renewal.start();
        agent.start();
        log.atInfo()
            .addKeyValue("agent", config.name())
            .addKeyValue("slots", config.slots())
            .addKeyValue("dispatchers", config.dispatchers())
            .log("ready");
        CompletableFuture.anyOf(agent.ousted(), renewal.revoked()).get();
        return REFUSED;
      } catch (InterruptedException e) {
        log.atInfo().addKeyValue("how", config.onTerm()).log("was told to end");
        end(config, agent);
        return 0;
      }
    } catch (RegistrationRefusedException e) {
      log.atError().log(e.getMessage());
      return REFUSED;
    } catch (ExecutionException e) {
      throw new IllegalStateException("nobody completes this exceptionally", e);
    }
  }

  private static void end(AgentConfig config, Agent agent) {
    try {
      if (config.onTerm() == AgentConfig.OnTerm.FINISH && agent.finish(config.finishDeadline())) {
        return;
      }
    } catch (InterruptedException e) {
      log.atInfo().log("was told again to end, and waits no more");
    }
    Engine.uninterruptibly("hand over", agent::handOver);
  }

  private static String version() {
    return Optional.ofNullable(AgentMain.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
