package dev.hearth.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.farm.Farm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How long the console's pages take, and how big the first one is, with a long history: projects
 * are created as people do, builds are put into the archive. One client asks for each page in turn,
 * by a log-in of its own, over a connection that it keeps.
 */
record PagesBench(Farm farm, int builds) implements Bench {
  private static final int PROJECTS = 500;
  private static final int WARM_UP = 100;
  private static final int ROUNDS = 200;

  @Override
  public String name() {
    return "pages";
  }

  @Override
  public void run(Consumer<Figure> figures) {
    farm.upWithoutAgents();
    List<JsonNode> projects = new ArrayList<>();
    try (FarmClient client = new FarmClient(farm.access())) {
      for (int number = 1; number <= PROJECTS; number++) {
        String name = "team-%d/app-%d".formatted(number % 25, number);
        projects.add(
            client.post(
                "/api/v1/projects",
                Json.object()
                    .put("name", name)
                    .put("gitUrl", "https://git.example.com/" + name + ".git")));
      }
    }
    farm.stop("dispatcher"); // which holds the database
    SampleHistory history = SampleHistory.write(farm.settings().home(), projects, builds);
    farm.upWithoutAgents();
    try (PageReader reader = PageReader.loggedIn(farm.access())) {
      figures.accept(
          new Figure(name(), "first_page_kb", reader.firstPageBytes("/builds") / 1024.0, "KiB"));
      measure(reader, history, figures);
    }
    figures.accept(new Figure(name(), "dispatcher_rss_mb", Memory.of(farm, "dispatcher"), "MB"));
  }

  private void measure(PageReader reader, SampleHistory history, Consumer<Figure> figures) {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("builds", "/builds");
    pages.put("builds_of_project", "/builds?project=" + history.project());
    pages.put("builds_failed", "/builds?state=failed");
    pages.put("build", "/builds/" + history.build());
    pages.put("projects", "/projects");
    pages.put("project", "/projects/" + FarmClient.part(history.project()));
    pages.put("pool", "/pool");
    pages.put("farm", "/farm");
    pages.put("activity", "/farm/activity");
    List<Double> all = new ArrayList<>();
    Map<String, List<Double>> millis = new LinkedHashMap<>();
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (Map.Entry<String, String> page : pages.entrySet()) {
        double took = reader.millis(page.getValue());
        if (round >= 0) {
          millis.computeIfAbsent(page.getKey(), _ -> new ArrayList<>()).add(took);
          all.add(took);
        }
      }
    }
    millis.forEach((page, took) ->
        figures.accept(new Figure(name(), page + "_p95_ms", Quantiles.of(took).at(0.95), "ms")));
    figures.accept(new Figure(name(), "all_p50_ms", Quantiles.of(all).at(0.50), "ms"));
    figures.accept(new Figure(name(), "all_p95_ms", Quantiles.of(all).at(0.95), "ms"));
  }
}
