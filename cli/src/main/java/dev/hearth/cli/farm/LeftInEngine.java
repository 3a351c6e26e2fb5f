package dev.hearth.cli.farm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.agent.engine.Labels;
import dev.hearth.cli.terminal.CommandFailure;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What this host's Docker engine holds for attempts: containers by their labels, images by their
 * names. A host without an engine holds nothing.
 */
public final class LeftInEngine {
  private static final String IMAGES = "hearth-attempt/";

  private final Docker docker;

  public LeftInEngine(Docker docker) {
    this.docker = docker;
  }

  /**
   * Whose attempt each thing is of: a container's or an image's name, and {@code
   * {identity}/{attempt}}.
   */
  public Map<String, String> attempts() {
    Map<String, String> found = new TreeMap<>();
    String labels =
        "{{.Names}}\t{{.Label \"%s\"}}/{{.Label \"%s\"}}"
            .formatted(Labels.IDENTITY, Labels.ATTEMPT);
    lines("ps", "-a", "--filter", "label=" + Labels.ATTEMPT, "--format", labels)
        .map(line -> line.split("\t", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> found.put("container " + parts[0], parts[1]));
    lines("images", "--format", "{{.Repository}}:{{.Tag}}")
        .filter(name -> name.startsWith(IMAGES))
        .forEach(name ->
            found.put("image " + name, name.substring(IMAGES.length(), name.lastIndexOf(':'))));
    return found;
  }

  /**
   * What was there before the farm was asked, is there still, and is of no attempt that the farm's
   * agents run. What belongs to agents of another farm is left out.
   *
   * @param diagnosis the farm's answer: its agents and their attempts
   */
  public Map<String, String> strays(Map<String, String> before, JsonNode diagnosis) {
    Set<String> identities = new HashSet<>();
    diagnosis.path("agents").forEach(agent -> identities.add(agent.path("identity").asText()));
    Set<String> running = new HashSet<>();
    diagnosis.path("attempts").forEach(one -> running.add(one.path("attempt").asText()));
    Map<String, String> strays = new TreeMap<>();
    Map<String, String> now = attempts();
    before.forEach((what, owner) -> {
      int slash = owner.indexOf('/');
      String attempt = owner.substring(slash + 1);
      if (now.containsKey(what)
          && identities.contains(owner.substring(0, slash))
          && !running.contains(attempt)) {
        strays.put(what, attempt);
      }
    });
    return strays;
  }

  private Stream<String> lines(String... arguments) {
    try {
      Docker.Answer answer = docker.ask(arguments);
      return answer.succeeded() ? answer.out().lines() : Stream.empty();
    } catch (CommandFailure e) {
      return Stream.empty();
    }
  }
}
