package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.farm.Docker;
import dev.hearth.cli.farm.LeftInEngine;
import dev.hearth.cli.terminal.Table;
import dev.hearth.cli.terminal.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hearth doctor}. */
@Command(
    name = "doctor",
    description =
        "Look whether the farm is sound; the exit status is 0 only if no rule is broken. What this"
            + " host's Docker engine holds for the farm's agents is looked at too.",
    mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
  private static final Duration MOST_SKEW = Duration.ofSeconds(30);

  private final Connections connections;
  private final Terminal terminal;

  @Option(names = "--json", description = "Print what was found as JSON.")
  private boolean json;

  public DoctorCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public Integer call() {
    LeftInEngine engine = new LeftInEngine(new Docker());
    Map<String, String> before = engine.attempts();
    JsonNode answer;
    try (FarmClient farm = connections.connect()) {
      answer = farm.get("/api/v1/doctor");
    }
    ObjectNode diagnosis = answer.deepCopy();
    ArrayNode violations = diagnosis.withArray("violations");
    engine
        .strays(before, answer)
        .forEach((what, attempt) ->
            add(
                violations,
                "left in the engine",
                what,
                "it is of attempt " + attempt + ", which nobody runs"));
    Duration skew = Duration.between(Instant.parse(answer.path("at").asText()), Instant.now());
    if (skew.abs().compareTo(MOST_SKEW) > 0) {
      add(
          violations,
          "clock",
          "this host",
          "its clock differs from the dispatcher's by some " + skew.toSeconds() + " s");
    }
    diagnosis.put("sound", violations.isEmpty());
    terminal.out().print(json ? Json.pretty(diagnosis) + "\n" : text(diagnosis));
    return violations.isEmpty() ? 0 : 1;
  }

  private static void add(ArrayNode violations, String kind, String subject, String sentence) {
    violations.addObject().put("kind", kind).put("subject", subject).put("sentence", sentence);
  }

  static String text(JsonNode diagnosis) {
    StringBuilder text = new StringBuilder();
    diagnosis.path("notices").forEach(one -> text.append(one.asText()).append('\n'));
    if (diagnosis.path("sound").asBoolean()) {
      return text.append("The farm is sound; ")
          .append(diagnosis.path("builds").asInt())
          .append(" builds are under way.\n")
          .toString();
    }
    Table table = Table.of("KIND", "WHAT", "WHY");
    diagnosis
        .path("violations")
        .forEach(one ->
            table.row(
                one.path("kind").asText(),
                one.path("subject").asText(),
                one.path("sentence").asText()));
    return text.append(table.text()).toString();
  }
}
