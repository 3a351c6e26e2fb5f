package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.ProjectId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks for builds, lists, reads and cancels them. */
final class BuildRoutes {
  private static final int PAGE = 50;

  private final Builds builds;
  private final Things things;
  private final BuildOrders orders;
  private final BuildJson json;
  private final Addresses addresses;
  private final Clock clock;

  BuildRoutes(ApiParts parts, Things things) {
    this.builds = parts.builds();
    this.things = things;
    this.orders = new BuildOrders(parts);
    this.json = new BuildJson(parts.addresses(), parts.registry());
    this.addresses = parts.addresses();
    this.clock = parts.clock();
  }

  void mount(ApiOperations operations) {
    operations.on("listBuilds", this::list);
    operations.on("askForBuild", this::ask);
    operations.on("findBuild", request -> answer(200, required(request)));
    operations.on("cancelBuild", this::cancel);
  }

  private BuildView required(ApiRequest request) {
    return new FindBuild(builds).require(request.path("build"));
  }

  private Answer answer(int status, BuildView build) {
    return Answer.json(status, json.of(build, clock.instant()));
  }

  private Answer list(ApiRequest request) {
    BuildFilter filter =
        new BuildFilter(
            projects(request),
            request.query("state").map(words -> Set.of(words.split(","))).orElse(Set.of()),
            request.query("ref").orElse(null),
            request.query("commit").orElse(null),
            request.query("agent").map(AgentId::new).orElse(null),
            request.query("before").map(BuildId::new).orElse(null),
            request.number("limit", PAGE));
    BuildList page = builds.list(filter);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode all = body.putArray("builds");
    page.builds().forEach(one -> all.add(json.of(one, clock.instant())));
    String next = page.next() == null ? null : page.next().value();
    body.put("next", next);
    return Page.linked(Answer.json(200, body), request, addresses, "before", next);
  }

  /** Of the project that was named, or of all that may be seen. */
  private @Nullable Set<ProjectId> projects(ApiRequest request) {
    return request
        .query("project")
        .map(name ->
            Set.of(things.requireProject(request.who(), Permission.SEE, name).project().id()))
        .orElseGet(() -> things.visible(request.who()));
  }

  private Answer ask(ApiRequest request) {
    List<String> tags = new ArrayList<>();
    request.body().path("tags").forEach(tag -> tags.add(tag.asText()));
    BuildOrders.requireTags(tags);
    Project project =
        things
            .requireProject(request.who(), Permission.BUILD, request.field("project").orElse(""))
            .project();
    AcceptedBuild accepted =
        orders.ask(
            request.who(),
            request.request().from(),
            project,
            new ManualRequest(
                project.id(),
                request.field("ref").orElse(null),
                request.field("commit").map(Commit::new).orElse(null),
                tags,
                request.body().path("cache").asBoolean(true),
                request.by(),
                request.header("Idempotency-Key").orElse(null)));
    return Answer.json(202, json.accepted(accepted))
        .with("Location", addresses.build(accepted.id()));
  }

  private Answer cancel(ApiRequest request) {
    BuildView build = required(request);
    String why = request.field("why").filter(text -> !text.isBlank()).orElse("no reason was given");
    StopResult result = orders.cancel(request.who(), request.request().from(), build, why);
    return switch (result) {
      case StopResult.Stopped(BuildView stopped) -> answer(200, stopped);
      case StopResult.Ordered(BuildView ordered) -> answer(202, ordered);
      case StopResult.EndedBefore(BuildView ended) ->
          throw RefusedException.conflict(
              "tried to cancel build "
                  + ended.record().request().title()
                  + ", but it "
                  + ended.record().state().sentence()
                  + "; there is nothing to stop");
      case StopResult.Absent() ->
          throw RefusedException.absent(
              "tried to cancel build " + build.record().request().title() + ", but it is gone");
    };
  }
}
