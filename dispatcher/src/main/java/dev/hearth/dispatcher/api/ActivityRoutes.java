package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.ResponseStream;
import dev.hearth.dispatcher.people.Act;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.sql.ActivityTrail;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Shows what was done, and exports it as JSON lines. */
final class ActivityRoutes {
  private static final int PAGE = 50;
  private static final int PIECE = 500;

  private final Things things;
  private final Projects projects;
  private final ActivityTrail trail;
  private final Addresses addresses;

  ActivityRoutes(ApiParts parts, Things things) {
    this.things = things;
    this.projects = new Projects(parts.projects());
    this.trail = parts.people().trail();
    this.addresses = parts.addresses();
  }

  /** A page of a trail, the newest first. */
  @FunctionalInterface
  private interface Pages {
    List<Act> of(@Nullable String before, int limit);
  }

  void mount(ApiOperations operations) {
    operations.on(
        "readProjectActivity",
        request -> {
          Thing project = Things.of(projects.require(request.path("project")));
          return read(request, (before, limit) -> trail.of(project, before, limit));
        });
    operations.on(
        "readGroupActivity",
        request -> {
          Thing group = new Thing.Group(request.path("group"));
          return read(request, (before, limit) -> trail.of(group, before, limit));
        });
    operations.on(
        "readRepositoryActivity",
        request -> {
          Thing repository = things.repository(request.path("repository"));
          return read(request, (before, limit) -> trail.of(repository, before, limit));
        });
    operations.on("readFarmActivity", request -> read(request, trail::all));
  }

  private Answer read(ApiRequest request, Pages pages) {
    String before = request.query("before").orElse(null);
    if (request.query("format").orElse("json").equals("jsonl")) {
      return Answer.streamed("application/jsonl", stream -> export(stream, pages, before));
    }
    int limit = request.number("limit", PAGE);
    List<Act> found = pages.of(before, limit + 1);
    List<Act> page = found.subList(0, Math.min(limit, found.size()));
    String next = found.size() > limit ? page.getLast().id() : null;
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    var all = json.putArray("activity");
    page.forEach(act -> all.add(json(act)));
    json.put("next", next);
    return Page.linked(Answer.json(200, json), request, addresses, "before", next);
  }

  private static void export(ResponseStream stream, Pages pages, @Nullable String from)
      throws InterruptedException {
    String before = from;
    while (true) {
      List<Act> piece = pages.of(before, PIECE);
      StringBuilder lines = new StringBuilder();
      piece.forEach(act -> lines.append(json(act)).append('\n'));
      stream.write(lines.toString().getBytes(StandardCharsets.UTF_8));
      if (piece.size() < PIECE) {
        return;
      }
      before = piece.getLast().id();
    }
  }

  private static ObjectNode json(Act act) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", act.id())
            .put("at", act.at().toString())
            .put("kind", act.kind().word())
            .put("on", act.on())
            .put("who", act.who())
            .put("from", act.from())
            .put("what", act.what());
    ObjectNode facts = json.putObject("facts");
    new TreeMap<>(act.facts()).forEach(facts::put);
    return json;
  }
}
