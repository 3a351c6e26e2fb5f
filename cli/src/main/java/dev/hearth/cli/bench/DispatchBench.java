package dev.hearth.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.demo.GitLabPush;
import dev.hearth.cli.farm.Farm;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.git.GitRepository;
import dev.hearth.git.RepositoryFile;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.JetcdKeyValues;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Mirror;
import dev.hearth.protocol.etcd.MirrorListener;
import dev.hearth.protocol.etcd.Versioned;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * How fast builds are given to agents: a real etcd, a dispatcher's process, and agents in this one
 * whose stages do nothing. Each push is of a branch of its own, so that none supersedes another.
 */
final class DispatchBench implements Bench {
  private static final int WARM_UP = 50;
  private static final int HOOKS = 200;
  private static final int BUILDS = 2000;
  private static final int SENDERS = 16;
  private static final int AGENTS = 50;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String NONE = "0".repeat(40);
  private static final String NAME = "bench/nothing";

  private final Farm farm;
  private final FarmKeys keys = new FarmKeys();
  private final Sightings claims = new Sightings("claim");
  private final Sightings ends = new Sightings("end");
  private final AtomicInteger pushes = new AtomicInteger();

  DispatchBench(Farm farm) {
    this.farm = farm;
  }

  @Override
  public String name() {
    return "dispatch";
  }

  @Override
  public void run(Consumer<Figure> figures) throws InterruptedException {
    farm.upWithoutAgents();
    farm.startGitServer();
    GitRepository.create(farm.files().repositories(), NAME + ".git")
        .commit("main", Map.of("Dockerfile", RepositoryFile.text("FROM scratch\n")), "Begin");
    try (FarmClient client = new FarmClient(farm.access());
        KeyValues etcd = new JetcdKeyValues(farm.etcd());
        Mirror<AttemptRecord> _ =
            Mirror.start(etcd, keys.attempts(), Duration.ofSeconds(10), claiming());
        Mirror<BuildRecord> _ =
            Mirror.start(etcd, keys.builds(), Duration.ofSeconds(10), ending())) {
      JsonNode project = createProject(client);
      URI hook = URI.create(project.path("hookUrl").asText());
      String secret = project.path("hookSecret").asText();
      try (BenchAgents _ = BenchAgents.start(etcd, farm.settings().home().resolve("few"), 2, 2)) {
        claimTimes(hook, secret, WARM_UP);
        Quantiles millis = Quantiles.of(claimTimes(hook, secret, HOOKS));
        figures.accept(new Figure(name(), "hook_to_claim_p50_ms", millis.at(0.50), "ms"));
        figures.accept(new Figure(name(), "hook_to_claim_p99_ms", millis.at(0.99), "ms"));
      }
      try (BenchAgents _ =
          BenchAgents.start(etcd, farm.settings().home().resolve("many"), AGENTS, 4)) {
        throughput(hook, secret, BUILDS / 10);
        figures.accept(
            new Figure(name(), "builds_per_second", throughput(hook, secret, BUILDS), "1/s"));
      }
      double bare =
          new BareEtcd(etcd, new FarmKeys(FarmKeys.DEFAULT_ROOT + "/bare"))
              .transactionsPerSecond(Duration.ofSeconds(5));
      figures.accept(new Figure(name(), "etcd_bare_txns_per_second", bare, "1/s"));
    }
  }

  /** Milliseconds from each hook's last byte to its claim, one hook after the other. */
  private List<Double> claimTimes(URI hook, String secret, int count) throws InterruptedException {
    List<Double> millis = new ArrayList<>();
    try (RawHook connection = new RawHook(hook, secret)) {
      for (int number = 0; number < count; number++) {
        RawHook.Delivered delivered = connection.deliver(push());
        long claimedAt = claims.await(delivered.build(), PATIENCE);
        millis.add((claimedAt - delivered.sentAt()) / 1e6);
        ends.await(delivered.build(), PATIENCE);
      }
    }
    return millis;
  }

  /** Builds a second, from the first hook to the last end. */
  private double throughput(URI hook, String secret, int count) throws InterruptedException {
    List<String> builds = Collections.synchronizedList(new ArrayList<>());
    List<CommandFailure> failures = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger left = new AtomicInteger(count);
    List<Thread> senders = new ArrayList<>();
    long began = System.nanoTime();
    for (int sender = 0; sender < SENDERS; sender++) {
      senders.add(
          Thread.startVirtualThread(() -> {
            try (RawHook connection = new RawHook(hook, secret)) {
              while (left.getAndDecrement() > 0) {
                builds.add(connection.deliver(push()).build());
              }
            } catch (CommandFailure e) {
              failures.add(e);
            }
          }));
    }
    for (Thread sender : senders) {
      sender.join();
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
    long last = began;
    for (String build : List.copyOf(builds)) {
      last = Math.max(last, ends.await(build, PATIENCE));
    }
    return count / ((last - began) / 1e9);
  }

  private GitLabPush push() {
    int number = pushes.incrementAndGet();
    return new GitLabPush(
        "http://" + farm.settings().gitAddress(),
        NAME,
        "branch-" + number,
        NONE,
        "%040x".formatted(0xbe9c0000L + number),
        "Push " + number);
  }

  private JsonNode createProject(FarmClient client) {
    return client.post(
        "/api/v1/projects",
        Json.object()
            .put("name", NAME)
            .put("gitUrl", "http://" + farm.settings().gitAddress() + "/" + NAME + ".git"));
  }

  private MirrorListener<AttemptRecord> claiming() {
    return new MirrorListener<>() {
      @Override
      public void put(Versioned<AttemptRecord> entry) {
        claims.saw(entry.value().attempt().build().value());
      }

      @Override
      public void removed(Versioned<AttemptRecord> last) {}
    };
  }

  private MirrorListener<BuildRecord> ending() {
    return new MirrorListener<>() {
      @Override
      public void put(Versioned<BuildRecord> entry) {
        if (entry.value().state().ended()) {
          ends.saw(entry.value().id().value());
        }
      }

      @Override
      public void removed(Versioned<BuildRecord> last) {
        ends.saw(last.value().id().value());
      }
    };
  }
}
