package dev.hearth.cli.bench;

import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.farm.Farm;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.JetcdKeyValues;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Mirror;
import dev.hearth.protocol.etcd.MirrorListener;
import dev.hearth.protocol.etcd.Versioned;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A long queue: builds wait while one agent with one slot takes one after the other. Tells how long
 * the leader needs for a decision about all of them, how long a free slot waits for its next build,
 * and what memory the dispatcher takes.
 */
final class QueueBench implements Bench {
  private static final int PROJECTS = 100;
  private static final int SENDERS = 16;
  private static final int PLACED = 200;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Farm farm;
  private final int builds;
  private final AtomicLong freeSince = new AtomicLong();
  private final List<Double> refills = Collections.synchronizedList(new ArrayList<>());

  QueueBench(Farm farm, int builds) {
    this.farm = farm;
    this.builds = builds;
  }

  @Override
  public String name() {
    return "queue";
  }

  @Override
  public void run(Consumer<Figure> figures) throws InterruptedException {
    farm.upWithoutAgents();
    try (FarmClient client = new FarmClient(farm.access());
        KeyValues etcd = new JetcdKeyValues(BenchEtcd.of(farm))) {
      List<BenchProject> projects = new ArrayList<>();
      for (int number = 1; number <= PROJECTS; number++) {
        projects.add(BenchProject.create(farm, client, "bench/app-" + number));
      }
      long began = System.nanoTime();
      fill(projects);
      double seconds = (System.nanoTime() - began) / 1e9;
      figures.accept(new Figure(name(), "accepted_per_second", builds / seconds, "1/s"));
      double filledRss = Memory.of(farm, "dispatcher");
      try (Mirror<TaskOrder> _ =
              Mirror.start(etcd, new FarmKeys().tasks(), Duration.ofSeconds(10), watching());
          BenchAgents _ = BenchAgents.start(etcd, farm.settings().home().resolve("one"), 1, 1)) {
        awaitRefills();
      }
      Quantiles millis = Quantiles.of(List.copyOf(refills));
      figures.accept(new Figure(name(), "slot_refilled_p50_ms", millis.at(0.50), "ms"));
      figures.accept(new Figure(name(), "slot_refilled_p99_ms", millis.at(0.99), "ms"));
      figures.accept(new Figure(name(), "decision_p50_ms", decision("0.5") * 1000, "ms"));
      figures.accept(new Figure(name(), "decision_p99_ms", decision("0.99") * 1000, "ms"));
      double rss = Math.max(filledRss, Memory.of(farm, "dispatcher"));
      figures.accept(new Figure(name(), "dispatcher_rss_mb", rss, "MB"));
    }
  }

  private void fill(List<BenchProject> projects) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    List<CommandFailure> failures = Collections.synchronizedList(new ArrayList<>());
    List<Thread> senders = new ArrayList<>();
    for (int sender = 0; sender < SENDERS; sender++) {
      senders.add(
          Thread.startVirtualThread(() -> {
            try {
              for (int one = next.getAndIncrement(); one < PROJECTS; one = next.getAndIncrement()) {
                deliver(projects.get(one));
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
  }

  private void deliver(BenchProject project) {
    try (RawHook connection = project.connect()) {
      for (int number = 0; number < builds / PROJECTS; number++) {
        connection.deliver(project.push());
      }
    }
  }

  private void awaitRefills() throws InterruptedException {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (refills.size() < Math.min(PLACED, builds / 2)) {
      if (System.nanoTime() > giveUp) {
        throw new CommandFailure(
            "waited %d s for builds to be placed, but only %d were"
                .formatted(PATIENCE.toSeconds(), refills.size()));
      }
      Thread.sleep(50);
    }
  }

  /** The dispatcher's own figure: seconds from a look at the farm until all is decided. */
  private double decision(String quantile) {
    URI metrics = URI.create(farm.settings().dispatcherUrl() + "/metrics");
    try (HttpClient http = HttpClient.newHttpClient()) {
      String text =
          http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).body();
      return text.lines()
          .filter(line -> line.startsWith("hearth_decision_seconds{quantile=\"" + quantile + "\"}"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .findFirst()
          .orElseThrow(() -> new CommandFailure("the dispatcher tells no time of decisions"));
    } catch (IOException e) {
      throw new CommandFailure("tried to read " + metrics + ", but could not", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("was interrupted while reading " + metrics, e);
    }
  }

  private MirrorListener<TaskOrder> watching() {
    return new MirrorListener<>() {
      @Override
      public void put(Versioned<TaskOrder> entry) {
        long since = freeSince.getAndSet(0);
        if (since != 0) {
          refills.add((System.nanoTime() - since) / 1e6);
        }
      }

      @Override
      public void removed(Versioned<TaskOrder> last) {
        freeSince.set(System.nanoTime());
      }
    };
  }
}
