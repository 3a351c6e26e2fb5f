package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.people.Trail;
import dev.hearth.dispatcher.projects.GitCredential;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectInput;
import dev.hearth.dispatcher.projects.ProjectJson;
import dev.hearth.dispatcher.projects.ProjectSecrets;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.DatabaseDownException;
import dev.hearth.dispatcher.sql.HeadBaselines;
import dev.hearth.dispatcher.sql.ProjectEntry;
import dev.hearth.dispatcher.sql.ProjectStore;
import dev.hearth.protocol.GitUrl;
import dev.hearth.protocol.GitUrlPolicy;
import dev.hearth.protocol.GitUrlVerdict;
import dev.hearth.protocol.HostResolver;
import dev.hearth.protocol.ProjectId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Creates, reads, changes and deletes projects. */
final class ProjectRoutes {
  private static final Set<String> UNDER_WAY = Set.of("queued", "assigned", "running", "pushed");
  private static final List<String> GIT_HOSTS = List.of("gitlab", "github", "gitea");
  private static final int PAGE = 50;

  private final ProjectStore store;
  private final CachedProjects cached;
  private final HeadBaselines baselines;
  private final Builds builds;
  private final GitUrlPolicy policy;
  private final HostResolver resolver;
  private final HostKeys hostKeys;
  private final Addresses addresses;
  private final Things things;
  private final NewProjects groups;
  private final Trail trail;

  ProjectRoutes(ApiParts parts, Things things) {
    this.things = things;
    this.groups = new NewProjects(parts);
    this.trail = parts.people().trail();
    this.store = parts.store();
    this.cached = parts.projects();
    this.baselines = parts.baselines();
    this.builds = parts.builds();
    this.policy = parts.gitPolicy();
    this.resolver = parts.resolver();
    this.hostKeys = parts.hostKeys();
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
    ProjectInput input = ProjectJson.create(ProjectId.random(), request.body());
    Project project = input.project();
    groups.require(request.who(), project.name());
    ProjectSecrets secrets = trusting(project, input.newSecrets());
    ProjectEntry entry = store.create(project, secrets);
    cached.refresh();
    groups.own(request.who(), entry);
    told(request, entry, "project.created", Map.of("gitUrl", project.gitUrl()));
    ObjectNode json = json(entry);
    json.put("hookSecret", secrets.hookSecrets().getFirst().reveal());
    return Answer.json(201, json).with("Location", addresses.project(project.id()));
  }

  private Answer change(ApiRequest request) {
    ProjectEntry before = required(request);
    ProjectInput wanted = ProjectJson.change(before.project(), request.body());
    groups.requireMove(request.who(), before.project().name(), wanted.project().name());
    ProjectSecrets trusted = trusting(wanted.project(), wanted.changed(before.secrets()));
    ProjectEntry changed =
        store.change(
            before.project().id(),
            old -> {
              ProjectInput input = ProjectJson.change(old.project(), request.body());
              boolean sameHost = input.project().gitUrl().equals(wanted.project().gitUrl());
              if (!sameHost) {
                throw RefusedException.conflict(
                    "tried to change "
                        + old.project().name()
                        + ", but somebody else changed its gitUrl meanwhile; look again");
              }
              return old.with(input.project(), trustingAs(trusted, input.changed(old.secrets())));
            });
    cached.refresh();
    told(request, changed, "project.changed", ProjectChanges.between(before, changed));
    return Answer.json(200, json(changed));
  }

  /** Refuses a URL that the farm does not talk to, and learns an SSH host's keys. */
  private ProjectSecrets trusting(Project project, ProjectSecrets secrets) {
    if (policy.check(project.gitUrl(), resolver) instanceof GitUrlVerdict.Refused refused) {
      throw RefusedException.invalid(
          "tried to take 'gitUrl' of " + project.name() + ", but " + refused.reason());
    }
    return secrets.gitCredential() instanceof GitCredential.SshKey key && key.knownHosts().isBlank()
        ? secrets.with(key.trusting(hostKeys.learn(GitUrl.parse(project.gitUrl()))))
        : secrets;
  }

  /** With the host keys that were learned before: a Git host is never waited for in SQL. */
  private static ProjectSecrets trustingAs(ProjectSecrets trusted, ProjectSecrets secrets) {
    return trusted.gitCredential() instanceof GitCredential.SshKey learned
            && secrets.gitCredential() instanceof GitCredential.SshKey key
            && key.knownHosts().isBlank()
        ? secrets.with(key.trusting(learned.knownHosts()))
        : secrets;
  }

  private Answer delete(ApiRequest request) {
    ProjectEntry entry = required(request);
    Project project = entry.project();
    List<BuildView> underWay =
        builds
            .list(new BuildFilter(Set.of(project.id()), UNDER_WAY, null, null, null, null, 1))
            .builds();
    if (!underWay.isEmpty()) {
      throw RefusedException.conflict(
          "tried to delete project "
              + project.name()
              + ", but its build "
              + underWay.getFirst().record().request().title()
              + " is under way; cancel it first");
    }
    store.delete(project.id());
    cached.refresh();
    groups.disown(entry);
    told(request, entry, "project.deleted", Map.of());
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

  private void told(
      ApiRequest request, ProjectEntry entry, String what, Map<String, String> facts) {
    trail.record(request.who(), request.request().from(), Things.of(entry), what, facts);
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
