package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.images.ImageCatalog;
import dev.hearth.dispatcher.images.ImageChanges;
import dev.hearth.dispatcher.images.ImageDrift;
import dev.hearth.dispatcher.images.PromotionTarget;
import dev.hearth.dispatcher.images.RepositoryView;
import dev.hearth.dispatcher.images.TagView;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.projects.ImageRules;
import dev.hearth.dispatcher.sql.ProjectEntry;
import dev.hearth.protocol.WantedTag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows, promotes and deletes images, and says how a project's images are kept. */
final class ImageRoutes {
  private static final int PAGE = 50;

  private final ImageCatalog catalog;
  private final ImageChanges changes;
  private final Projects projects;
  private final Things things;
  private final ApiParts parts;

  ImageRoutes(ApiParts parts, Things things) {
    this.things = things;
    this.catalog = parts.images().catalog();
    this.changes = parts.images().changes();
    this.projects = new Projects(parts.projects());
    this.parts = parts;
  }

  void mount(ApiOperations operations) {
    operations.on("listRepositories", this::list);
    operations.on("findRepository", request -> Answer.json(200, json(view(request))));
    operations.on("changeRepository", this::change);
    operations.on("listTags", this::tags);
    operations.on("deleteTag", this::deleteTag);
    operations.on("promoteImage", this::promote);
    operations.on("showDrift", this::drift);
    operations.on("readImageRules", request -> rules(Things.of(project(request))));
    operations.on("changeImageRules", this::changeRules);
  }

  private Answer list(ApiRequest request) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode all = json.putArray("repositories");
    catalog.visible(request.who()).forEach(one -> all.add(json(one)));
    return Answer.json(200, json);
  }

  private RepositoryView view(ApiRequest request) {
    String path = request.path("repository");
    return catalog.find(path).orElseThrow(() -> Things.absentRepository(path));
  }

  private Answer change(ApiRequest request) {
    changes.setPublic(
        request.who(),
        request.request().from(),
        request.path("repository"),
        request.body().path("public").asBoolean());
    return Answer.json(200, json(view(request)));
  }

  private Answer tags(ApiRequest request) {
    int limit = request.number("limit", PAGE);
    String path = request.path("repository");
    List<TagView> found = catalog.tags(path, request.query("after").orElse(null), limit + 1);
    List<TagView> page = found.subList(0, Math.min(limit, found.size()));
    String next = found.size() > limit ? page.getLast().tag() : null;
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode all = json.putArray("tags");
    page.forEach(one -> all.add(json(path, one)));
    json.put("next", next);
    return Page.linked(Answer.json(200, json), request, parts.addresses(), "after", next);
  }

  private Answer deleteTag(ApiRequest request) {
    changes.deleteTag(
        request.who(), request.request().from(), request.path("repository"), request.path("tag"));
    return Answer.nothing(204);
  }

  private Answer promote(ApiRequest request) {
    ImageChanges.Promoted promoted =
        changes.promote(
            request.who(),
            request.request().from(),
            request.path("repository"),
            request.field("from").orElse(""),
            request.field("to").orElse(""));
    return Answer.json(
        200,
        JsonNodeFactory.instance
            .objectNode()
            .put("repository", promoted.repository())
            .put("tag", promoted.tag())
            .put("digest", promoted.digest())
            .put("before", promoted.before().orElse(null))
            .put(
                "reference",
                parts.registry() + "/" + promoted.repository() + "@" + promoted.digest()));
  }

  private Answer drift(ApiRequest request) {
    String path = request.path("repository");
    PromotionTarget target = PromotionTarget.read(path, request.query("to").orElse(""));
    things.requireRepository(request.who(), Permission.SEE, target.repository());
    ImageDrift.Drift drift =
        parts.images().drift().since(target, path, request.query("from").orElse(""));
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("known", drift.known());
    ArrayNode changes = json.putArray("changes");
    for (ImageDrift.Change change : drift.changes()) {
      WantedTag since = change.since();
      changes
          .addObject()
          .put("part", change.part())
          .put("before", change.before())
          .put("now", change.now())
          .put("commit", since == null ? null : since.commit().value())
          .put("build", since == null ? null : since.build().value());
    }
    return Answer.json(200, json);
  }

  private ProjectEntry project(ApiRequest request) {
    return projects.require(request.path("project"));
  }

  private Answer changeRules(ApiRequest request) {
    Thing.OfProject project = Things.of(project(request));
    ImageRules before = changes.rules(project.id());
    JsonNode body = request.body();
    List<String> tags = new ArrayList<>();
    body.path("keepTags").forEach(tag -> tags.add(tag.asText()));
    changes.setRules(
        request.who(),
        request.request().from(),
        project,
        new ImageRules(
            body.path("developersPush").asBoolean(before.developersPush()),
            body.path("keepLast").asInt(before.keepLast()),
            body.has("keepTags") ? tags : before.keepTags()));
    return rules(project);
  }

  private Answer rules(Thing.OfProject project) {
    ImageRules rules = changes.rules(project.id());
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("developersPush", rules.developersPush())
            .put("keepLast", rules.keepLast());
    ArrayNode tags = json.putArray("keepTags");
    rules.keepTags().forEach(tags::add);
    return Answer.json(200, json);
  }

  private static ObjectNode json(RepositoryView view) {
    Thing.OfProject project = view.thing().project();
    return JsonNodeFactory.instance
        .objectNode()
        .put("repository", view.path())
        .put("project", project == null ? null : project.name().value())
        .put("public", view.open())
        .put("pushes", view.seen().pushes())
        .put("pulls", view.seen().pulls())
        .put("pushedAt", text(view.seen().pushedAt()))
        .put("pulledAt", text(view.seen().pulledAt()));
  }

  private ObjectNode json(String path, TagView tag) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("tag", tag.tag())
            .put("digest", tag.digest())
            .put("size", tag.size())
            .put("reference", parts.registry() + "/" + path + "@" + tag.digest());
    WantedTag origin = tag.origin();
    return json.put("writtenAt", origin == null ? null : origin.at().toString())
        .put("build", origin == null ? null : origin.build().value())
        .put("commit", origin == null ? null : origin.commit().value())
        .put("ref", origin == null || origin.ref().isEmpty() ? null : origin.ref());
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
