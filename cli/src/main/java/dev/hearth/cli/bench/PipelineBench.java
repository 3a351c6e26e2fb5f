package dev.hearth.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.BuildView;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.client.LogFollower;
import dev.hearth.cli.demo.GitLabHook;
import dev.hearth.cli.demo.GitLabPush;
import dev.hearth.cli.farm.Farm;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.Terminal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A real Maven project, built by the farm and by hand in turn, warm: what the farm costs. */
record PipelineBench(Farm farm, Terminal terminal) implements Bench {
  private static final int ROUNDS = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Override
  public String name() {
    return "pipeline";
  }

  @Override
  public void run(Consumer<Figure> figures) {
    farm.up();
    farm.startGitServer();
    Path folder = farm.settings().home().resolve("by-hand");
    CommandLineTool tool = tool(folder);
    RealProject project = RealProject.create(farm.files().repositories(), tool);
    try (FarmClient client = new FarmClient(farm.access())) {
      JsonNode created = createProject(client);
      String url = created.path("gitUrl").asText();
      try (GitLabHook hook =
          new GitLabHook(
              URI.create(created.path("hookUrl").asText()), created.path("hookSecret").asText())) {
        Pushes pushes = new Pushes(project, hook);
        terminal.say("building cold, so that caches are warm");
        BuildView warming = byFarm(client, pushes).build();
        ByHand byHand = ByHand.prepare(farm, tool, url);
        copyCache(created.path("id").asText(), warming.agent(), folder, tool);
        byHand.build(project.head());
        compare(client, pushes, byHand, figures);
      }
    }
  }

  private void compare(FarmClient client, Pushes pushes, ByHand byHand, Consumer<Figure> figures) {
    List<Double> farms = new ArrayList<>();
    List<Double> hands = new ArrayList<>();
    for (int round = 1; round <= ROUNDS; round++) {
      Timed timed = byFarm(client, pushes);
      farms.add(timed.nanos() / 1e9);
      hands.add(byHand.build(timed.build().commit()) / 1e9);
      terminal.say(
          "round %d of %d: farm %.2f s, by hand %.2f s"
              .formatted(round, ROUNDS, farms.getLast(), hands.getLast()));
    }
    double farmMedian = Quantiles.of(farms).median();
    double handMedian = Quantiles.of(hands).median();
    figures.accept(new Figure(name(), "farm_median_s", farmMedian, "s"));
    figures.accept(new Figure(name(), "hand_median_s", handMedian, "s"));
    figures.accept(new Figure(name(), "farm_over_hand_ratio", farmMedian / handMedian, "1"));
  }

  /** A build, and how long it took from the push's hook until its end was known. */
  private record Timed(BuildView build, long nanos) {}

  private Timed byFarm(FarmClient client, Pushes pushes) {
    GitLabPush push = pushes.next(farm.settings().gitAddress());
    long began = System.nanoTime();
    String id = pushes.hook().deliver(push);
    LogTail tail = new LogTail();
    BuildView build = new LogFollower(client, id, tail, PATIENCE).follow();
    long nanos = System.nanoTime() - began;
    if (!build.succeeded()) {
      throw new CommandFailure(
          "the farm's build went wrong: %s; the end of its log:\n%s"
              .formatted(build.lastLine(), tail.text()));
    }
    return new Timed(build, nanos);
  }

  /** Changes of the project, pushed one after the other. */
  private record Pushes(RealProject project, GitLabHook hook) {
    GitLabPush next(String gitAddress) {
      String before = project.head();
      return new GitLabPush(
          "http://" + gitAddress,
          RealProject.NAME,
          RealProject.BRANCH,
          before,
          project.change(),
          "Change");
    }
  }

  private JsonNode createProject(FarmClient client) {
    return client.post(
        "/api/v1/projects",
        Json.object()
            .put("name", RealProject.NAME)
            .put("command", RealProject.COMMAND)
            .put(
                "gitUrl",
                "http://" + farm.settings().gitAddress() + "/" + RealProject.NAME + ".git"));
  }

  /** The same cache for both: what the farm's first build fetched. */
  private void copyCache(String project, String agent, Path folder, CommandLineTool tool) {
    Path caches = farm.files().agentHome(agent).resolve("cache/projects").resolve(project);
    try (Stream<Path> all = Files.walk(caches, 3)) {
      Path repository =
          all.filter(path -> path.getFileName().toString().endsWith("repository"))
              .findFirst()
              .orElseThrow(() -> new CommandFailure("found no Maven repository under " + caches));
      tool.run("cp", "-a", repository + "/.", folder.resolve("m2/repository").toString());
    } catch (IOException e) {
      throw new CommandFailure("tried to copy the cache in " + caches + ", but could not", e);
    }
  }

  private static CommandLineTool tool(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new CommandFailure("tried to make " + folder + ", but could not", e);
    }
    return new CommandLineTool(folder, folder.resolve("output.log"), Map.of());
  }
}
