package dev.hearth.dispatcher.main;

import dev.hearth.dispatcher.DispatcherConfig;
import dev.hearth.dispatcher.agents.AgentTaskRoutes;
import dev.hearth.dispatcher.agents.JoinRoutes;
import dev.hearth.dispatcher.agents.LogRights;
import dev.hearth.dispatcher.agents.TestResultRoutes;
import dev.hearth.dispatcher.api.Addresses;
import dev.hearth.dispatcher.api.ApiDocument;
import dev.hearth.dispatcher.api.ApiParts;
import dev.hearth.dispatcher.api.ApiRoutes;
import dev.hearth.dispatcher.api.PeopleParts;
import dev.hearth.dispatcher.console.Console;
import dev.hearth.dispatcher.hooks.HookRoutes;
import dev.hearth.dispatcher.http.Routes;
import dev.hearth.dispatcher.http.WebServer;
import dev.hearth.dispatcher.http.WebServerConfig;
import dev.hearth.dispatcher.joining.Joining;
import dev.hearth.dispatcher.logs.LogStore;
import dev.hearth.dispatcher.metrics.HealthRoutes;
import dev.hearth.dispatcher.oidc.OidcConfig;
import dev.hearth.dispatcher.oidc.OidcRoutes;
import dev.hearth.dispatcher.queue.RemoteRefs;
import dev.hearth.protocol.HostResolver;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;

/** A dispatcher that runs: everything put together, by constructors. */
public final class Dispatcher implements AutoCloseable {
  private final Closing closing = new Closing();
  private final WebServer server;

  private Dispatcher(DispatcherConfig config) {
    try {
      this.server = start(config, Clock.systemUTC());
    } catch (RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  private WebServer start(DispatcherConfig config, Clock clock) {
    Storage storage = Storage.open(config, clock, closing);
    RemoteRefs remotes = Remotes.refs(config, storage);
    RegistryDoor door = RegistryDoor.of(config, clock);
    Core core = Core.start(config, storage, remotes, door, clock, closing);
    Vertx vertx = Vertx.vertx();
    closing.add(() -> vertx.close().toCompletionStage().toCompletableFuture().get());
    return closing.add(
        WebServer.start(
            vertx,
            listening(config),
            core.metrics(),
            routes(config, storage, core, remotes, door, clock)));
  }

  /**
   * Starts a dispatcher; returns when it listens. etcd need not be up: until it is, readiness is
   * red and builds are refused with 503.
   *
   * @throws RuntimeException with a sentence for the operator if it cannot start
   */
  public static Dispatcher start(DispatcherConfig config) {
    return new Dispatcher(config);
  }

  /** The port on which it listens. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    closing.close();
  }

  private static WebServerConfig listening(DispatcherConfig config) {
    DispatcherConfig.Tls files = config.tls();
    WebServerConfig.Tls tls =
        files == null ? null : new WebServerConfig.Tls(files.certificate(), files.key());
    DispatcherConfig.Listen first = config.listen();
    DispatcherConfig.Listen second = config.joining().tlsListen();
    WebServerConfig server =
        new WebServerConfig(first.host(), first.port(), config.plain() ? null : tls);
    return second == null || tls == null
        ? server
        : server.beside(new WebServerConfig.Listener(second.host(), second.port(), tls));
  }

  /** Nothing where no provider is set. */
  private static Routes oidc(DispatcherConfig config, Storage storage, Clock clock) {
    OidcConfig provider = config.oidc();
    PeopleParts people = storage.people();
    return provider == null
        ? _ -> {}
        : new OidcRoutes(
            provider,
            config.url(),
            storage.secrets().sealer(),
            people.identities(),
            people.sessions(),
            people.trail(),
            clock);
  }

  private static List<Routes> routes(
      DispatcherConfig config,
      Storage storage,
      Core core,
      RemoteRefs remotes,
      RegistryDoor door,
      Clock clock) {
    Addresses addresses = new Addresses(config.url());
    Joining joining = Doorkeeper.of(config, storage, core);
    ApiParts parts =
        new ApiParts(
            storage.people(),
            core.builds(),
            core.agents(),
            core.cordons(),
            storage.agentKeys(),
            joining,
            storage.store(),
            storage.projects(),
            storage.deliveries(),
            storage.baselines(),
            core.doctor(),
            RegistryDoor.images(storage, core, clock),
            storage.logs(),
            storage.logWatch(),
            storage.testResults(),
            config.gitPolicy(),
            HostResolver.system(),
            Remotes.hostKeys(config),
            Remotes.check(config),
            storage.archive(),
            storage.counts(),
            storage.announcements(),
            storage.quotas(),
            core.quotas(),
            addresses,
            config.registry().address(),
            clock);
    LogStore logs = Counted.logs(storage.logs(), core.metrics());
    LogRights rights = new LogRights(core.tasks(), core.builds(), storage.projects());
    Routes oidc = oidc(config, storage, clock);
    return List.of(
        oidc,
        new ApiRoutes(ApiDocument.load(), parts),
        new Console(parts, remotes),
        new HookRoutes(
            storage.projects(),
            storage.store(),
            storage.secrets().hookSecret(),
            core.acceptance(),
            addresses,
            core.ledger(),
            clock),
        new AgentTaskRoutes(
            storage.agentKeys(),
            core.tasks(),
            rights,
            storage.projects(),
            door.logins(storage),
            logs,
            storage.logWatch()),
        new TestResultRoutes(storage.agentKeys(), rights, storage.testResults()),
        door.routes(storage, core),
        door.events(storage, clock),
        new JoinRoutes(joining, storage.agentKeys()),
        core.metrics(),
        new HealthRoutes(HealthChecks.of(core.etcd(), storage.projects(), core.registry())));
  }
}
