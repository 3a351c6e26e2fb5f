package dev.hearth.cli.bench;

import dev.hearth.cli.farm.Farm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * How soon the daemons work after their start, and what they weigh when they have nothing to do.
 */
record StartBench(Farm farm) implements Bench {
  private static final int STARTS = 5;
  private static final Duration SETTLING = Duration.ofSeconds(10);

  @Override
  public String name() {
    return "start";
  }

  @Override
  public void run(Consumer<Figure> figures) throws InterruptedException {
    farm.up(); // the first start of each makes what later ones are faster by
    String agent = farm.settings().agents().getFirst();
    measure("dispatcher", "dispatcher", figures);
    measure(agent, "agent", figures);
    Thread.sleep(SETTLING);
    figures.accept(
        new Figure(name(), "dispatcher_idle_rss_mb", Memory.of(farm, "dispatcher"), "MB"));
    figures.accept(new Figure(name(), "agent_idle_rss_mb", Memory.of(farm, agent), "MB"));
  }

  private void measure(String part, String metric, Consumer<Figure> figures) {
    List<Double> seconds = new ArrayList<>();
    for (int start = 0; start < STARTS; start++) {
      seconds.add(farm.restart(part).toNanos() / 1e9);
    }
    figures.accept(
        new Figure(name(), metric + "_start_to_ready_s", Quantiles.of(seconds).median(), "s"));
  }
}
