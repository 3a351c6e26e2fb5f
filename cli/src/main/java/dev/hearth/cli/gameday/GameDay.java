package dev.hearth.cli.gameday;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.farm.Farm;
import dev.hearth.cli.farm.FarmSettings;
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
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Plays one plan on a farm of its own, and finds out what came of it. */
public final class GameDay {
  /** Longer than any lease, deadline and retry that may have to pass after the last harm. */
  private static final Duration REST = Duration.ofMinutes(4);

  private static final String MAVEN = "game/greeting";
  private static final List<String> OTHERS = List.of("game/alpha", "game/beta", "game/gamma");

  private final Plan plan;
  private final Duration pace;
  private final Terminal terminal;

  /**
   * @param pace from one push to the next
   */
  public GameDay(Plan plan, Duration pace, Terminal terminal) {
    this.plan = plan;
    this.pace = pace;
    this.terminal = terminal;
  }

  /** Whatever happens, nothing of the farm is left afterwards. */
  Result play() throws InterruptedException {
    GameFarm game = new GameFarm(terminal);
    try {
      game.up();
      return play(game);
    } finally {
      Thread.interrupted(); // what interrupted the game must not interrupt this
      game.close();
    }
  }

  private Result play(GameFarm game) throws InterruptedException {
    Farm farm = game.farm();
    List<GameProject> projects = projects(farm);
    try (FarmClient client = new FarmClient(farm.access());
        Observer observer = Observer.start(farm.etcd());
        RegistryReader registry =
            new RegistryReader(
                farm.settings().registryUrl(), "admin", farm.access().token(), farm.trust());
        Feeder feeder =
            new Feeder(
                projects,
                sender(farm, client, projects),
                farm.settings().gitAddress(),
                pace,
                plan.seed());
        Playing playing =
            new Playing(
                plan, new Harming(game, () -> observer.leader().orElse("")), game, terminal)) {
      feeder.start();
      playing.run();
      feeder.stop();
      terminal.say("all is mended; waiting until the farm has nothing to do");
      List<String> orphans = new Rest(game, feeder, observer).await(REST);
      terminal.say("reading builds, logs and images");
      Evidence evidence =
          new Gathering(client, registry, feeder, observer)
              .gather(projects.stream().map(GameProject::name).toList(), orphans);
      List<Finding> findings = new ArrayList<>(Checks.of(evidence));
      client
          .get("/api/v1/doctor")
          .path("violations")
          .forEach(violation ->
              findings.add(
                  new Finding(
                      Finding.Wrong.UNSOUND,
                      "%s: %s"
                          .formatted(
                              violation.path("subject").asText(),
                              violation.path("sentence").asText()))));
      playing.failures().forEach(failure -> findings.add(new Finding(Finding.Wrong.GAME, failure)));
      return new Result(
          plan,
          feeder.accepted(),
          evidence.builds(),
          List.copyOf(findings),
          playing.done(),
          playing.ended(),
          Times.of(
              playing.done(),
              ids(farm.settings(), observer),
              observer.builds(),
              observer.attempts(),
              observer.leaders()),
          Answers.of(feeder.tries(), playing.done()),
          findings.isEmpty() ? "" : keepLogs(game, playing, feeder).toString());
    }
  }

  /** The dispatchers' ids in etcd by their parts' names. */
  private static Map<String, String> ids(FarmSettings farm, Observer observer) {
    Map<String, String> ids = new TreeMap<>();
    for (int index = 0; index < farm.dispatchers().size(); index++) {
      String id = observer.dispatchers().get(farm.agentsUrls().get(index));
      if (id != null) {
        ids.put(farm.dispatchers().get(index), id);
      }
    }
    return ids;
  }

  private static List<GameProject> projects(Farm farm) {
    List<GameProject> projects = new ArrayList<>();
    projects.add(GameProject.create(farm.files().repositories(), MAVEN, true));
    OTHERS.forEach(
        name -> projects.add(GameProject.create(farm.files().repositories(), name, false)));
    return projects;
  }

  private static HookSender sender(Farm farm, FarmClient client, List<GameProject> projects) {
    Map<String, String> secrets = new TreeMap<>();
    String path = "";
    for (GameProject project : projects) {
      JsonNode created =
          client.post(
              "/api/v1/projects",
              Json.object()
                  .put("name", project.name())
                  .put(
                      "gitUrl",
                      "http://%s/%s.git".formatted(farm.settings().gitAddress(), project.name()))
                  .put("builder", "maven-jdk17")
                  .put("script", "build.sh"));
      secrets.put(project.name(), created.path("hookSecret").asText());
      path = URI.create(created.path("hookUrl").asText()).getPath();
    }
    String hooks = path;
    return new HookSender(
        IntStream.range(0, farm.settings().dispatchers().size())
            .mapToObj(index ->
                new HookSender.Place(
                    farm.settings().dispatchers().get(index),
                    URI.create(farm.settings().dispatcherUrls().get(index) + hooks)))
            .toList(),
        secrets);
  }

  private static Path keepLogs(GameFarm game, Playing playing, Feeder feeder) {
    try {
      Path folder = Files.createTempDirectory("hearth-gameday-logs");
      try (Stream<Path> logs = Files.list(game.farm().files().logs())) {
        for (Path log : (Iterable<Path>) logs::iterator) {
          Files.copy(log, folder.resolve(log.getFileName()));
        }
      }
      for (String server : game.servers()) {
        var printed = game.docker().ask("logs", "--timestamps", game.container(server));
        Files.writeString(folder.resolve(server + ".log"), printed.out() + printed.err());
      }
      Files.write(
          folder.resolve("game.log"),
          Stream.concat(
                  playing.done().stream().map(Done::toString),
                  feeder.accepted().stream().map(Push.Accepted::line))
              .toList());
      return folder;
    } catch (IOException e) {
      throw CommandFailure.io("keep the farm's logs", e);
    }
  }
}
