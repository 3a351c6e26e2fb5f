package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.sql.DeliveryEntry;
import dev.hearth.dispatcher.sql.DeliveryLedger;
import dev.hearth.dispatcher.sql.DeliveryQuery;
import dev.hearth.protocol.ProjectId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the ledger of deliveries. */
final class DeliveryRoutes {
  private static final int PAGE = 50;

  private final DeliveryLedger ledger;
  private final Projects projects;
  private final ApiParts parts;
  private final Things things;

  DeliveryRoutes(ApiParts parts, Things things) {
    this.things = things;
    this.ledger = parts.deliveries();
    this.projects = new Projects(parts.projects());
    this.parts = parts;
  }

  void mount(ApiOperations operations) {
    operations.on("listDeliveries", request -> list(request, queried(request)));
    operations.on("listDeliveriesOfProject", request -> list(request, id(request.path("project"))));
  }

  private @Nullable ProjectId queried(ApiRequest request) {
    Optional<String> project = request.query("project");
    if (project.isEmpty()) {
      things.requireOnFarm(request.who(), Permission.SEE_FARM);
      return null;
    }
    return things
        .requireProject(request.who(), Permission.READ_DELIVERIES, project.get())
        .project()
        .id();
  }

  private ProjectId id(String nameOrId) {
    return projects.require(nameOrId).project().id();
  }

  private Answer list(ApiRequest request, @Nullable ProjectId project) {
    int limit = request.number("limit", PAGE);
    List<DeliveryEntry> found =
        ledger.list(
            new DeliveryQuery(
                project,
                request.query("decision").orElse(null),
                request.query("ref").orElse(null),
                request.query("commit").orElse(null),
                request.query("delivery").orElse(null),
                request.query("before").orElse(null),
                limit + 1));
    List<DeliveryEntry> page = found.subList(0, Math.min(limit, found.size()));
    String next = found.size() > limit ? page.getLast().id() : null;
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode all = json.putArray("deliveries");
    page.forEach(one -> all.add(json(one)));
    json.put("next", next);
    return Page.linked(Answer.json(200, json), request, parts.addresses(), "before", next);
  }

  private ObjectNode json(DeliveryEntry entry) {
    ProjectId project = entry.project();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", entry.id());
    json.put("at", entry.at().toString());
    json.put("host", entry.host());
    json.put("project", project == null ? null : name(project));
    json.put("delivery", entry.delivery());
    json.put("ref", entry.ref());
    json.put("commit", entry.commit());
    json.put("decision", entry.decision().word());
    json.put("reason", entry.reason());
    json.put("count", entry.count());
    ArrayNode builds = json.putArray("builds");
    entry
        .builds()
        .forEach(build ->
            builds
                .addObject()
                .put("id", build.build().value())
                .put("number", build.number())
                .put("url", parts.addresses().build(build.build())));
    return json;
  }

  /** The id of a project that was deleted. */
  private String name(ProjectId project) {
    return parts
        .projects()
        .find(project)
        .map(entry -> entry.project().name().value())
        .orElse(project.value());
  }
}
