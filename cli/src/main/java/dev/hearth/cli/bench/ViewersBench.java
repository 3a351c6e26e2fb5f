package dev.hearth.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.farm.Farm;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.git.GitRepository;
import dev.hearth.git.RepositoryFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How late the lines of a running build come to who follows its log: first to one, then to many at
 * once. Each line says when it was printed in its container, by the clock of this machine.
 */
record ViewersBench(Farm farm, int viewers) implements Bench {
  private static final String NAME = "bench/talking";
  private static final Duration ALONE = Duration.ofSeconds(20);
  private static final Duration TOGETHER = Duration.ofSeconds(30);
  private static final Duration CONNECTING = Duration.ofSeconds(60);

  /** Ten lines a second, for as long as the bench can take. */
  private static final String COMMAND =
      "for i in $(seq 1 3000); do echo line $i printed at $(date +%s%N); sleep 0.1; done";

  @Override
  public String name() {
    return "viewers";
  }

  @Override
  public void run(Consumer<Figure> figures) throws InterruptedException {
    farm.up();
    farm.startGitServer();
    GitRepository.create(farm.files().repositories(), NAME + ".git")
        .commit("main", Map.of("Dockerfile", RepositoryFile.text("FROM scratch\n")), "Begin");
    try (FarmClient client = new FarmClient(farm.access())) {
      String build = build(client);
      try (LogViewer one = LogViewer.follow(farm.access(), build)) {
        one.awaitLine();
        List<Double> alone = one.lateness(ALONE);
        figures.accept(new Figure(name(), "one_viewer_p95_ms", Quantiles.of(alone).at(0.95), "ms"));
        figures.accept(new Figure(name(), "one_viewer_max_ms", Quantiles.of(alone).at(1), "ms"));
      }
      together(build, figures);
      client.post("/api/v1/builds/" + build + "/cancel", Json.object());
    }
  }

  private void together(String build, Consumer<Figure> figures) throws InterruptedException {
    List<LogViewer> all = new ArrayList<>();
    try {
      for (int viewer = 0; viewer < viewers; viewer++) {
        all.add(LogViewer.follow(farm.access(), build));
      }
      long giveUp = System.nanoTime() + CONNECTING.toNanos();
      for (LogViewer viewer : all) {
        viewer.awaitLine();
        if (System.nanoTime() > giveUp) {
          throw new CommandFailure("not all viewers saw a line within " + CONNECTING);
        }
      }
      all.forEach(LogViewer::forget);
      Thread.sleep(TOGETHER);
      List<Double> late = new ArrayList<>();
      all.forEach(viewer -> late.addAll(viewer.late()));
      Quantiles quantiles = Quantiles.of(late);
      figures.accept(new Figure(name(), "viewers", all.size(), "1"));
      figures.accept(new Figure(name(), "lines_seen", late.size(), "1"));
      figures.accept(new Figure(name(), "many_viewers_p95_ms", quantiles.at(0.95), "ms"));
      figures.accept(new Figure(name(), "many_viewers_max_ms", quantiles.at(1), "ms"));
      figures.accept(new Figure(name(), "dispatcher_rss_mb", Memory.of(farm, "dispatcher"), "MB"));
    } finally {
      all.forEach(LogViewer::close);
    }
  }

  private String build(FarmClient client) {
    JsonNode project =
        Json.object()
            .put("name", NAME)
            .put("builder", "maven-jdk17")
            .put("command", COMMAND)
            .put("gitUrl", "http://" + farm.settings().gitAddress() + "/" + NAME + ".git");
    client.post("/api/v1/projects", project);
    return client
        .post("/api/v1/builds", Json.object().put("project", NAME).put("ref", "main"))
        .path("id")
        .asText();
  }
}
