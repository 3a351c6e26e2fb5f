package dev.hearth.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cli.client.BuildView;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.client.LogFollower;
import dev.hearth.cli.client.PrintedLog;
import dev.hearth.cli.client.RefusedException;
import dev.hearth.cli.farm.Docker;
import dev.hearth.cli.farm.Farm;
import dev.hearth.cli.terminal.Terminal;
import java.net.URI;
import java.time.Duration;

/** Two pushes of a sample to a farm on this machine: cold, then warm; and the image runs. */
public final class Demo {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Farm farm;
  private final Terminal terminal;

  public Demo(Farm farm, Terminal terminal) {
    this.farm = farm;
    this.terminal = terminal;
  }

  /** Starts what of the farm does not run, and returns whether all that was shown held. */
  public boolean run() {
    farm.up();
    farm.startGitServer();
    SampleRepository sample = SampleRepository.create(farm.files().repositories());
    try (FarmClient client = new FarmClient(farm.access())) {
      JsonNode project = createProject(client);
      URI hookUrl = URI.create(project.path("hookUrl").asText());
      try (GitLabHook hook = new GitLabHook(hookUrl, project.path("hookSecret").asText())) {
        String begin = sample.head();
        String first = sample.commitService();
        BuildView cold = build(client, hook, begin, first, "Greet the world");
        String second = sample.commitGreeting("Welcome");
        BuildView warm = build(client, hook, first, second, "Say Welcome");
        terminal.out().println();
        terminal.out().print(new DemoTable(cold, warm).text());
        terminal.out().println();
        return proves(cold, warm);
      }
    }
  }

  private JsonNode createProject(FarmClient client) {
    String path = "/api/v1/projects/" + FarmClient.part(SampleRepository.NAME);
    try {
      client.delete(path);
      terminal.say("deleted the project of an earlier demonstration, so that this one begins cold");
    } catch (RefusedException e) {
      if (e.status() != 404) {
        throw e;
      }
    }
    ObjectNode project =
        Json.object()
            .put("name", SampleRepository.NAME)
            .put("gitUrl", push("", "", "").url())
            .put("script", "build.sh");
    project.putArray("tagTemplates").add("${branch}").add("${short}");
    return client.post("/api/v1/projects", project);
  }

  private BuildView build(
      FarmClient client, GitLabHook hook, String before, String after, String message) {
    terminal.out().println();
    terminal
        .out()
        .printf("push of %s to %s: %s%n", after.substring(0, 8), SampleRepository.NAME, message);
    String build = hook.deliver(push(before, after, message));
    PrintedLog log = new PrintedLog(terminal);
    BuildView ended = new LogFollower(client, build, log, PATIENCE).follow();
    log.endLine();
    terminal.out().println(ended.title() + " " + ended.lastLine());
    return ended;
  }

  private GitLabPush push(String before, String after, String message) {
    return new GitLabPush(
        "http://" + farm.settings().gitAddress(),
        SampleRepository.NAME,
        SampleRepository.BRANCH,
        before,
        after,
        message);
  }

  private boolean proves(BuildView cold, BuildView warm) {
    Checks checks = new Checks(terminal);
    checks.check(cold.succeeded(), "the first push was built", cold.lastLine());
    checks.check(warm.succeeded(), "the second push was built", warm.lastLine());
    if (!checks.allHeld()) {
      return false;
    }
    checks.check(
        warm.agent().equals(cold.agent()),
        "both on the same host",
        cold.agent() + ", " + warm.agent());
    boolean cameWarm = warm.placement() != null && warm.placement().warm();
    checks.check(cameWarm, "the second one warm", "the host said that it had no caches");
    PulledImage image =
        new PulledImage(
            DemoTable.reference(warm), farm.settings().name() + "-demo", Duration.ofMinutes(2));
    try {
      Docker.Answer refused = image.pullWithoutCredentials();
      checks.check(
          !refused.succeeded(), "docker pull without credentials is refused", "it was allowed");
      Docker.Answer pulled = image.pull("admin", farm.access().token());
      checks.check(
          pulled.succeeded(), "docker pull by digest with credentials works", pulled.lastWords());
      if (pulled.succeeded()) {
        String answer = image.answer();
        checks.check(
            answer.equals("{\"text\":\"Welcome, world!\"}"),
            "the image runs and answers " + answer,
            "");
      }
    } finally {
      image.forget();
    }
    return checks.allHeld();
  }
}
