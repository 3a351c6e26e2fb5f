package dev.hearth.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.agent.attempts.RunningAttempt;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.farm.Farm;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.dispatcher.doorman.AttemptCredentials;
import dev.hearth.dispatcher.secrets.FarmKey;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.AttemptOutcome;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.JetcdKeyValues;
import dev.hearth.protocol.etcd.KeyValues;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * How many tokens for the registry one dispatcher gives: to a person with an access token, each
 * looked up in SQL, and to an attempt that runs, each looked up in etcd. Many clients at once, each
 * with a connection that it keeps, ask as fast as they are answered.
 */
final class TokensBench implements Bench {
  private static final int CLIENTS = 16;
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Farm farm;
  private final Duration time;
  private final AtomicReference<AttemptId> held = new AtomicReference<>();

  TokensBench(Farm farm, Duration time) {
    this.farm = farm;
    this.time = time;
  }

  @Override
  public String name() {
    return "tokens";
  }

  @Override
  public void run(Consumer<Figure> figures) throws InterruptedException {
    farm.upWithoutAgents();
    try (FarmClient client = new FarmClient(farm.access());
        KeyValues etcd = new JetcdKeyValues(BenchEtcd.of(farm))) {
      BenchProject project = BenchProject.create(farm, client, "bench/app");
      measure("access_tokens", person(client), "repository:bench/app:pull", figures);
      try (BenchAgents _ =
              BenchAgents.start(etcd, farm.settings().home().resolve("one"), 1, 1, this::hold);
          RawHook hook = project.connect()) {
        hook.deliver(project.push());
        AttemptId attempt = awaitAttempt();
        var build = etcd.find(new FarmKeys().build(attempt.build())).orElseThrow();
        String scope =
            "repository:hearth-staging/%s/app:pull,push"
                .formatted(build.value().request().project());
        measure("attempts", credential(attempt), scope, figures);
      }
      figures.accept(new Figure(name(), "dispatcher_rss_mb", Memory.of(farm, "dispatcher"), "MB"));
    }
  }

  /** An attempt that goes on as long as the bench does. */
  private AttemptOutcome.Pushed hold(RunningAttempt attempt) throws InterruptedException {
    held.set(attempt.task().attempt());
    Thread.sleep(Duration.ofHours(1));
    return new AttemptOutcome.Pushed(List.of(), false);
  }

  private AttemptId awaitAttempt() throws InterruptedException {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    for (AttemptId attempt = held.get(); ; attempt = held.get()) {
      if (attempt != null) {
        return attempt;
      }
      if (System.nanoTime() > giveUp) {
        throw new CommandFailure("waited for an attempt, but none was begun");
      }
      Thread.sleep(50);
    }
  }

  /** Somebody who owns the project, and signs in by an access token. */
  private static String person(FarmClient client) {
    ObjectNode ada = Json.object().put("name", "ada").put("password", "a-password-for-the-bench");
    client.post("/api/v1/people", ada);
    client.put("/api/v1/projects/bench%2Fapp/members/ada", Json.object().put("role", "owner"));
    ObjectNode login = ada.deepCopy();
    login.putArray("scopes").add("write_registry");
    return basic("ada", client.post("/api/v1/login", login).path("token").asText());
  }

  private String credential(AttemptId attempt) {
    FarmKey key = FarmKey.open(farm.settings().home().resolve("farm.key"));
    return basic(
        AttemptCredentials.user(attempt),
        new AttemptCredentials(key).password(BenchAgents.name(1, 1), attempt).reveal());
  }

  private void measure(String what, String basic, String scope, Consumer<Figure> figures)
      throws InterruptedException {
    run(basic, scope, WARM_UP);
    List<Double> millis = run(basic, scope, time);
    Quantiles quantiles = Quantiles.of(millis);
    double seconds = time.toMillis() / 1000.0;
    figures.accept(new Figure(name(), what + "_per_second", millis.size() / seconds, "1/s"));
    figures.accept(new Figure(name(), what + "_p50_ms", quantiles.at(0.50), "ms"));
    figures.accept(new Figure(name(), what + "_p99_ms", quantiles.at(0.99), "ms"));
  }

  private List<Double> run(String basic, String scope, Duration time) throws InterruptedException {
    URI url =
        URI.create(
            farm.settings().dispatcherUrl()
                + "/registry/token?service=hearth-registry&scope="
                + scope);
    HttpRequest request =
        HttpRequest.newBuilder(url).timeout(PATIENCE).header("Authorization", basic).build();
    List<Double> millis = Collections.synchronizedList(new ArrayList<>());
    List<String> failures = Collections.synchronizedList(new ArrayList<>());
    long end = System.nanoTime() + time.toNanos();
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      List<Thread> clients = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        clients.add(
            Thread.startVirtualThread(() -> {
              while (System.nanoTime() < end && failures.isEmpty()) {
                ask(http, request, millis, failures);
              }
            }));
      }
      for (Thread client : clients) {
        client.join();
      }
    }
    if (!failures.isEmpty()) {
      throw new CommandFailure("a token was refused: " + failures.getFirst());
    }
    return List.copyOf(millis);
  }

  private static void ask(
      HttpClient http, HttpRequest request, List<Double> millis, List<String> failures) {
    long began = System.nanoTime();
    try {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() == 200) {
        millis.add((System.nanoTime() - began) / 1e6);
      } else {
        failures.add(answer.statusCode() + " " + answer.body());
      }
    } catch (IOException e) {
      failures.add(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failures.add("interrupted");
    }
  }

  private static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }
}
