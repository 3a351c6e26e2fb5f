package dev.hearth.cli.bench;

import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.farm.Farm;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.JetcdKeyValues;
import dev.hearth.protocol.etcd.KeyValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Hooks under load: at a steady rate, of several projects, at one dispatcher without agents, so
 * that all builds stay in the queue. Each acknowledged build must stand in etcd at the end.
 */
final class HooksBench implements Bench {
  private static final int PROJECTS = 20;
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  private final Farm farm;
  private final int aSecond;
  private final Duration time;

  HooksBench(Farm farm, int aSecond, Duration time) {
    this.farm = farm;
    this.aSecond = aSecond;
    this.time = time;
  }

  @Override
  public String name() {
    return "hooks";
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
      new OpenLoad(projects).run(Math.max(1, aSecond / 4), WARM_UP);
      OpenLoad load = new OpenLoad(projects);
      load.run(aSecond, time);
      Set<String> standing = new HashSet<>();
      etcd.list(new FarmKeys().builds())
          .entries()
          .forEach(build -> standing.add(build.value().id().value()));
      long lost = load.builds().stream().filter(build -> !standing.contains(build)).count();
      figures.accept(new Figure(name(), "hooks_sent", load.sent(), "1"));
      figures.accept(new Figure(name(), "hooks_refused", load.failures().size(), "1"));
      figures.accept(new Figure(name(), "hooks_lost", lost, "1"));
      figures.accept(new Figure(name(), "answer_p50_ms", load.millis().at(0.50), "ms"));
      figures.accept(new Figure(name(), "answer_p99_ms", load.millis().at(0.99), "ms"));
      figures.accept(new Figure(name(), "answer_max_ms", load.millis().at(1), "ms"));
      figures.accept(new Figure(name(), "dispatcher_rss_mb", Memory.of(farm, "dispatcher"), "MB"));
      if (!load.failures().isEmpty()) {
        throw new CommandFailure("a hook was not taken: " + load.failures().getFirst());
      }
    }
  }
}
