package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.people.Trail;
import dev.hearth.dispatcher.projects.ProjectSecrets;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.GroupHookSecret;
import dev.hearth.dispatcher.sql.GroupHookSecrets;
import java.util.Map;

/** Makes, lists and removes the hook secrets of groups. */
final class GroupHookRoutes {
  private final GroupHookSecrets secrets;
  private final CachedProjects projects;
  private final Trail trail;
  private final Addresses addresses;

  GroupHookRoutes(ApiParts parts) {
    this.secrets = parts.store().groupHooks();
    this.projects = parts.projects();
    this.trail = parts.people().trail();
    this.addresses = parts.addresses();
  }

  void mount(ApiOperations operations) {
    operations.on("listGroupHookSecrets", this::list);
    operations.on("makeGroupHookSecret", this::make);
    operations.on("removeGroupHookSecret", this::remove);
  }

  private Answer list(ApiRequest request) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    var all = json.putArray("hookSecrets");
    secrets.of(request.path("group")).forEach(one -> all.add(json(one)));
    return Answer.json(200, json);
  }

  private Answer make(ApiRequest request) {
    Secret secret =
        request.field("hookSecret").map(Secret::new).orElseGet(ProjectSecrets::randomHookSecret);
    GroupHookSecret made = secrets.add(request.path("group"), secret, request.by());
    projects.refresh();
    told(request, "hook-secret.made", made.id());
    ObjectNode json = json(made).put("hookSecret", secret.reveal());
    json.put("hookUrl", addresses.hook("gitlab"));
    return Answer.json(201, json);
  }

  private Answer remove(ApiRequest request) {
    String id = request.path("secret");
    if (!secrets.remove(request.path("group"), id)) {
      throw RefusedException.absent(
          "tried to remove a hook secret, but the group has none of this id");
    }
    projects.refresh();
    told(request, "hook-secret.removed", id);
    return Answer.nothing(204);
  }

  private void told(ApiRequest request, String what, String id) {
    Thing group = new Thing.Group(request.path("group"));
    trail.record(request.who(), request.request().from(), group, what, Map.of("id", id));
  }

  private static ObjectNode json(GroupHookSecret secret) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", secret.id())
        .put("madeBy", secret.madeBy())
        .put("createdAt", secret.createdAt().toString());
  }
}
