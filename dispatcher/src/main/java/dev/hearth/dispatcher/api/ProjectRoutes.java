package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.projects.GitCredential;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectJson;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.DatabaseDownException;
import dev.hearth.dispatcher.sql.HeadBaselines;
import dev.hearth.dispatcher.sql.ProjectEntry;
import java.util.List;
import java.util.function.Predicate;

/** Creates, reads, changes and deletes projects. */
final class ProjectRoutes {
  private static final List<String> GIT_HOSTS = List.of("gitlab", "github", "gitea");
  private static final int PAGE = 50;

  private final CachedProjects cached;
  private final HeadBaselines baselines;
  private final Addresses addresses;
  private final Things things;
  private final ProjectOrders orders;

  ProjectRoutes(ApiParts parts, Things things) {
    this.things = things;
    this.orders = new ProjectOrders(parts);
    this.cached = parts.projects();
    this.baselines = parts.baselines();
    this.addresses = parts.addresses();
  }

  void mount(ApiOperations operations) {
    operations.on("listProjects", this::list);
    operations.on("createProject", this::create);
    operations.on("findProject", request -> Answer.json(200, whole(required(request))));
    operations.on("changeProject", this::change);
    operations.on("deleteProject", this::delete);
  }

  private ProjectEntry required(ApiRequest request) {
    return new Projects(cached).require(request.path("project"));
  }

  private Answer list(ApiRequest request) {
    int limit = request.number("limit", PAGE);
    String after = request.query("after").orElse("");
    Predicate<ProjectEntry> visible = things.isVisible(request.who());
    List<ProjectEntry> behind =
        cached.latest().stream()
            .filter(visible)
            .filter(one -> one.project().name().value().compareTo(after) > 0)
            .limit(limit + 1L)
            .toList();
    List<ProjectEntry> page = behind.subList(0, Math.min(limit, behind.size()));
    String next = behind.size() > limit ? page.getLast().project().name().value() : null;
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode all = json.putArray("projects");
    page.forEach(one -> all.add(json(one)));
    json.put("next", next);
    return Page.linked(Answer.json(200, json), request, addresses, "after", next);
  }

  private Answer create(ApiRequest request) {
    ProjectEntry entry = orders.create(request.who(), request.request().from(), request.body());
    ObjectNode json = json(entry);
    json.put("hookSecret", entry.secrets().hookSecrets().getFirst().reveal());
    return Answer.json(201, json).with("Location", addresses.project(entry.project().id()));
  }

  private Answer change(ApiRequest request) {
    ProjectEntry changed =
        orders.change(request.who(), request.request().from(), required(request), request.body());
    return Answer.json(200, json(changed));
  }

  private Answer delete(ApiRequest request) {
    orders.delete(request.who(), request.request().from(), required(request));
    return Answer.nothing(204);
  }

  /** With what went wrong of late. */
  private ObjectNode whole(ProjectEntry entry) {
    ObjectNode json = json(entry);
    try {
      String problem = baselines.find(entry.project().id()).problem();
      return json.put("headsProblem", problem.isEmpty() ? null : problem);
    } catch (DatabaseDownException e) {
      return json.putNull("headsProblem");
    }
  }

  private ObjectNode json(ProjectEntry entry) {
    Project project = entry.project();
    ObjectNode json = ProjectJson.write(project);
    switch (entry.secrets().gitCredential()) {
      case null -> json.putNull("gitCredential");
      case GitCredential.Password _ -> json.put("gitCredential", "password");
      case GitCredential.SshKey key ->
          json.put("gitCredential", "sshKey").put("knownHosts", key.knownHosts());
    }
    json.put("hookUrl", addresses.hook("gitlab"));
    ObjectNode hookUrls = json.putObject("hookUrls");
    GIT_HOSTS.forEach(host -> hookUrls.put(host, addresses.hook(host)));
    json.put("url", addresses.project(project.id()));
    return json;
  }
}
