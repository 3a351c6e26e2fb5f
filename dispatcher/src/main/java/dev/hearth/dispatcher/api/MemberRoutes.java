package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.people.Access;
import dev.hearth.dispatcher.people.Member;
import dev.hearth.dispatcher.people.Person;
import dev.hearth.dispatcher.people.Role;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.sql.ActivityTrail;
import dev.hearth.dispatcher.sql.MemberStore;
import dev.hearth.dispatcher.sql.PeopleStore;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Lists, adds, changes and removes the members of projects, groups and repositories. */
final class MemberRoutes {
  private final Things things;
  private final Projects projects;
  private final PeopleStore people;
  private final MemberStore members;
  private final Access access;
  private final ActivityTrail trail;

  MemberRoutes(ApiParts parts, Things things) {
    this.things = things;
    this.projects = new Projects(parts.projects());
    this.people = parts.people().people();
    this.members = parts.people().members();
    this.access = parts.people().access();
    this.trail = parts.people().trail();
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
    Person person = person(request);
    Role role = request.field("role").flatMap(Role::find).orElse(Role.GUEST);
    refuseAbove(request, thing, role);
    refuseAboveNow(request, thing, person);
    Optional<Role> before = members.set(thing, person.id(), role);
    trail.record(
        request.who(),
        request.request().from(),
        thing,
        before.isPresent() ? "member.changed" : "member.added",
        Map.of(
            "person", person.name(),
            "role", role.word(),
            "before", before.map(Role::word).orElse("none")));
    return Answer.nothing(204);
  }

  private Answer remove(ApiRequest request, Thing thing) {
    Person person = person(request);
    refuseAboveNow(request, thing, person);
    Role before =
        members
            .remove(thing, person.id())
            .orElseThrow(() ->
                RefusedException.absent(
                    "tried to remove %s from %s, but they have no role there of their own"
                        .formatted(person.name(), thing.title())));
    trail.record(
        request.who(),
        request.request().from(),
        thing,
        "member.removed",
        Map.of("person", person.name(), "before", before.word()));
    return Answer.nothing(204);
  }

  private Person person(ApiRequest request) {
    String name = request.path("person");
    return people.find(name).orElseThrow(() -> PeopleRoutes.absent(name));
  }

  private void refuseAboveNow(ApiRequest request, Thing thing, Person person) {
    members.on(thing).stream()
        .filter(member -> member.person().id().equals(person.id()))
        .forEach(member -> refuseAbove(request, thing, member.role()));
  }

  private void refuseAbove(ApiRequest request, Thing thing, Role role) {
    Role own = access.role(request.who(), thing).orElse(Role.GUEST);
    if (role.compareTo(own) > 0) {
      throw RefusedException.forbidden(
          "tried to give or take the role %s on %s, but %s is %s there; ask one of its owners"
              .formatted(role.title(), thing.title(), request.by(), own.title()));
    }
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
