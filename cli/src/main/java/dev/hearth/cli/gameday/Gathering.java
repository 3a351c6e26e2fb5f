package dev.hearth.cli.gameday;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.RefusedException;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Collects the evidence after a game: from the farm's API, its registry, and what was observed. */
final class Gathering {
  private final FarmClient farm;
  private final RegistryReader registry;
  private final Feeder feeder;
  private final Observer observer;

  Gathering(FarmClient farm, RegistryReader registry, Feeder feeder, Observer observer) {
    this.farm = farm;
    this.registry = registry;
    this.feeder = feeder;
    this.observer = observer;
  }

  /**
   * @param orphans what is there and should not be
   */
  Evidence gather(List<String> projects, List<String> orphans) {
    Map<String, String> markers =
        feeder.pushes().stream().collect(Collectors.toMap(Push::commit, Push::marker));
    Map<String, List<String>> newest = new TreeMap<>();
    for (Push push : feeder.pushes()) {
      newest
          .computeIfAbsent(push.project() + " " + push.branch(), _ -> new ArrayList<>())
          .add(push.commit());
    }
    return new Evidence(
        builds(projects, markers),
        markers,
        newest,
        newest.keySet().stream().collect(Collectors.toMap(branch -> branch, this::moving)),
        undelivered(),
        feeder.refused(),
        orphans,
        observer.isBlind());
  }

  private List<BuildEvidence> builds(List<String> projects, Map<String, String> markers) {
    Set<String> acknowledged =
        feeder.accepted().stream()
            .flatMap(accepted -> accepted.builds().stream())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Map<String, JsonNode> found = new LinkedHashMap<>();
    projects.forEach(project -> list(project, found));
    // One that no list has may still be known by itself: or it is lost.
    acknowledged.forEach(id -> found.computeIfAbsent(id, this::one));
    Map<String, List<History.Change<BuildRecord>>> history = observer.builds();
    return found.entrySet().stream()
        .map(build ->
            evidence(
                build.getKey(),
                build.getValue(),
                acknowledged.contains(build.getKey()),
                history.getOrDefault(build.getKey(), List.of()),
                markers))
        .toList();
  }

  private BuildEvidence evidence(
      String id,
      JsonNode build,
      boolean acknowledged,
      List<History.Change<BuildRecord>> history,
      Map<String, String> markers) {
    String commit = build.path("commit").asText();
    boolean ended = build.path("ended").asBoolean();
    String state = build.path("state").asText();
    List<String> ends = new ArrayList<>();
    boolean rose = false;
    for (History.Change<BuildRecord> change : history) {
      BuildRecord record = change.value();
      if (record != null && record.state().ended()) {
        add(ends, record.state());
      } else if (record != null && !ends.isEmpty()) {
        rose = true;
      }
    }
    return new BuildEvidence(
        id,
        build.path("title").asText(id),
        build.path("ref").asText(),
        commit,
        Instant.parse(build.path("acceptedAt").asText("1970-01-01T00:00:00Z")),
        acknowledged,
        ended ? state : "",
        build.isMissingNode() ? "is not known to the farm" : build.path("sentence").asText(),
        ends,
        rose,
        logs(id, build, markers.getOrDefault(commit, "")),
        images(build));
  }

  /** The same end written once more, with a word corrected, is no second end: another state is. */
  private static void add(List<String> ends, BuildState state) {
    if (!ends.contains(state.word())) {
      ends.add(state.word());
    }
  }

  private Map<Integer, LogEvidence> logs(String id, JsonNode build, String marker) {
    Map<Integer, LogEvidence> logs = new HashMap<>();
    int attempts = build.path("attempts").asInt();
    for (int attempt = 1; attempt <= attempts; attempt++) {
      boolean whole = attempt == attempts && build.path("state").asText().equals("succeeded");
      logs.put(attempt, LogEvidence.of(log(id, attempt), marker, whole));
    }
    return logs;
  }

  private String log(String id, int attempt) {
    HttpResponse<InputStream> answer =
        farm.open("/api/v1/builds/" + id + "/log?attempt=" + attempt, Map.of());
    try (InputStream body = answer.body()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By digest, and by the commit's tag. */
  private Map<String, String> images(JsonNode build) {
    Map<String, String> images = new TreeMap<>();
    for (JsonNode image : build.path("images")) {
      String repository = image.path("repository").asText();
      String digest = image.path("digest").asText();
      images.put(repository + "@" + digest, registry.marker(repository, digest));
      String tag = build.path("commit").asText();
      images.put(repository + ":" + tag, registry.marker(repository, tag));
    }
    return images;
  }

  /** What the branch's own tag shows: protected branches have their name for a tag. */
  private String moving(String branch) {
    String project = branch.substring(0, branch.indexOf(' '));
    String name = branch.substring(branch.indexOf(' ') + 1);
    return registry.marker(project, name.equals("main") ? name : "branch-" + name);
  }

  private void list(String project, Map<String, JsonNode> found) {
    String before = "";
    do {
      Map<String, String> query = new HashMap<>(Map.of("project", project, "limit", "200"));
      if (!before.isEmpty()) {
        query.put("before", before);
      }
      JsonNode page = farm.get("/api/v1/builds", query);
      page.path("builds").forEach(build -> found.put(build.path("id").asText(), build));
      before = page.path("next").asText("").replace("null", "");
    } while (!before.isEmpty());
  }

  private JsonNode one(String id) {
    try {
      return farm.get("/api/v1/builds/" + id);
    } catch (RefusedException e) {
      return MissingNode.getInstance();
    }
  }

  private List<String> undelivered() {
    Set<Push> taken =
        feeder.accepted().stream().map(Push.Accepted::push).collect(Collectors.toSet());
    return feeder.refused().isEmpty()
        ? feeder.pushes().stream()
            .filter(push -> !taken.contains(push))
            .map(push -> "the push of " + push.marker())
            .toList()
        : List.of();
  }
}
