package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.people.Member;
import dev.hearth.dispatcher.people.Role;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.sql.MemberStore;
import java.util.function.Function;

/** Lists, adds, changes and removes the members of projects, groups and repositories. */
final class MemberRoutes {
  private final Things things;
  private final Projects projects;
  private final MemberStore members;
  private final MemberOrders orders;

  MemberRoutes(ApiParts parts, Things things) {
    this.things = things;
    this.orders = new MemberOrders(parts.people());
    this.projects = new Projects(parts.projects());
    this.members = parts.people().members();
  }

  void mount(ApiOperations operations) {
    mount(operations, "Project", this::project);
    mount(operations, "Group", request -> new Thing.Group(request.path("group")));
    mount(operations, "Repository", request -> things.repository(request.path("repository")));
  }

  private void mount(ApiOperations operations, String kind, Function<ApiRequest, Thing> thing) {
    operations.on("list" + kind + "Members", request -> list(thing.apply(request)));
    operations.on("set" + kind + "Member", request -> set(request, thing.apply(request)));
    operations.on("remove" + kind + "Member", request -> remove(request, thing.apply(request)));
  }

  private Thing project(ApiRequest request) {
    return Things.of(projects.require(request.path("project")));
  }

  /** Those of the groups around it count as well, and are told with the group. */
  private Answer list(Thing thing) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    var all = json.putArray("members");
    for (Thing from : thing.lineage()) {
      members.on(from).forEach(member -> all.add(json(member, from, from.equals(thing))));
    }
    return Answer.json(200, json);
  }

  private Answer set(ApiRequest request, Thing thing) {
    Role role = request.field("role").flatMap(Role::find).orElse(Role.GUEST);
    orders.set(request.who(), request.request().from(), thing, request.path("person"), role);
    return Answer.nothing(204);
  }

  private Answer remove(ApiRequest request, Thing thing) {
    orders.remove(request.who(), request.request().from(), thing, request.path("person"));
    return Answer.nothing(204);
  }

  private static ObjectNode json(Member member, Thing from, boolean own) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", member.person().name())
        .put("fullName", member.person().fullName())
        .put("role", member.role().word())
        .put("since", member.since().toString())
        .put("inheritedFrom", own ? null : from.key());
  }
}
