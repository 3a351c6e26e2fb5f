package dev.hearth.dispatcher.metrics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.RouteTable;
import dev.hearth.dispatcher.http.Routes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code /health/live}: the process answers. {@code /health/ready}: builds can be accepted; what
 * works in part only is named, but makes nothing red.
 */
public final class HealthRoutes implements Routes {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final List<HealthCheck> checks;

  public HealthRoutes(List<HealthCheck> checks) {
    this.checks = List.copyOf(checks);
  }

  @Override
  public void mount(RouteTable table) {
    table.add("GET", "/health/live", _ -> answer(true, List.of()));
    table.add("GET", "/health/ready", _ -> ready());
  }

  private Answer ready() throws InterruptedException {
    List<CompletableFuture<Optional<String>>> looks =
        checks.stream().map(HealthRoutes::look).toList();
    List<String> problems = new ArrayList<>();
    boolean up = true;
    for (int i = 0; i < checks.size(); i++) {
      HealthCheck check = checks.get(i);
      Optional<String> problem = outcome(looks.get(i));
      problem.ifPresent(sentence -> problems.add(check.name() + ": " + sentence));
      up &= problem.isEmpty() || !check.needed();
    }
    return answer(up, problems);
  }

  private static CompletableFuture<Optional<String>> look(HealthCheck check) {
    CompletableFuture<Optional<String>> outcome = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("health-" + check.name())
        .start(() -> {
          try {
            outcome.complete(check.probe().problem());
          } catch (RuntimeException e) {
            outcome.complete(Optional.of(String.valueOf(e.getMessage())));
          }
        });
    return outcome;
  }

  private static Optional<String> outcome(CompletableFuture<Optional<String>> look)
      throws InterruptedException {
    try {
      return look.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      return Optional.of("it does not answer within " + PATIENCE.toSeconds() + " s");
    } catch (ExecutionException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static Answer answer(boolean up, List<String> problems) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("status", up ? "up" : "down");
    ArrayNode all = json.putArray("problems");
    problems.forEach(all::add);
    return Answer.json(up ? 200 : 503, json);
  }
}
