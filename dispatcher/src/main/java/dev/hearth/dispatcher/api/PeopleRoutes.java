package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.people.Person;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.sql.AccessTokens;
import dev.hearth.dispatcher.sql.ActivityTrail;
import dev.hearth.dispatcher.sql.PeopleStore;
import java.util.Map;
import java.util.Optional;

/** Adds, lists and changes people, by those who run the farm. */
final class PeopleRoutes {
  private static final Thing FARM = new Thing.Farm();

  private final PeopleStore people;
  private final ActivityTrail trail;

  PeopleRoutes(PeopleParts parts) {
    this.people = parts.people();
    this.trail = parts.trail();
  }

  void mount(ApiOperations operations) {
    operations.on("listPeople", _ -> list());
    operations.on("addPerson", this::add);
    operations.on("changePerson", this::change);
  }

  private Answer list() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    var all = json.putArray("people");
    people.list().forEach(person -> all.add(json(person)));
    return Answer.json(200, json);
  }

  private Answer add(ApiRequest request) {
    String name = request.field("name").orElse("");
    String problem = Person.problemOf(name);
    if (!problem.isEmpty()) {
      throw RefusedException.invalid("tried to add a person, but " + problem);
    }
    Optional<Secret> sent = request.field("password").map(Secret::new);
    Secret password = sent.orElseGet(AccessTokens::randomPassword);
    boolean operator = request.body().path("operator").asBoolean();
    Person added =
        people.add(
            name,
            request.field("fullName").orElse(""),
            request.field("email").orElse(""),
            operator,
            password);
    trail.record(
        request.who(),
        request.request().from(),
        FARM,
        "person.added",
        Map.of("person", name, "operator", Boolean.toString(operator)));
    ObjectNode json = json(added);
    if (sent.isEmpty()) {
      json.put("password", password.reveal());
    }
    return Answer.json(201, json);
  }

  private Answer change(ApiRequest request) {
    String name = request.path("person");
    Person before = people.find(name).orElseThrow(() -> absent(name));
    Person after =
        people
            .change(
                before.id(),
                old ->
                    new Person(
                        old.id(),
                        old.name(),
                        request.field("fullName").orElse(old.fullName()),
                        request.field("email").orElse(old.email()),
                        request.body().path("operator").asBoolean(old.operator()),
                        request.body().path("blocked").asBoolean(old.blocked()),
                        old.createdAt()))
            .orElseThrow(() -> absent(name));
    request
        .field("password")
        .map(Secret::new)
        .ifPresent(password -> people.changePassword(before.id(), password));
    trail.record(
        request.who(),
        request.request().from(),
        FARM,
        "person.changed",
        Map.of(
            "person",
            name,
            "operator",
            before.operator() + " to " + after.operator(),
            "blocked",
            before.blocked() + " to " + after.blocked(),
            "password",
            request.field("password").isPresent() ? "set anew" : "as it was"));
    return Answer.json(200, json(after));
  }

  static RefusedException absent(String name) {
    return RefusedException.absent(
        "tried to find '%s', but nobody of this name is known"
            .formatted(name.replaceAll("\\p{Cntrl}", "?")));
  }

  static ObjectNode json(Person person) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", person.name())
        .put("fullName", person.fullName())
        .put("email", person.email())
        .put("operator", person.operator())
        .put("blocked", person.blocked())
        .put("createdAt", person.createdAt().toString());
  }
}
