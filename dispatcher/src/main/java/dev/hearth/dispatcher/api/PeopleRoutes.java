package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.people.Person;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.sql.AccessTokens;
import dev.hearth.dispatcher.sql.PeopleStore;
import java.util.Optional;

/** Adds, lists and changes people, by those who run the farm. */
final class PeopleRoutes {
  private final PeopleStore people;
  private final PeopleOrders orders;

  PeopleRoutes(PeopleParts parts) {
    this.people = parts.people();
    this.orders = new PeopleOrders(parts);
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
    Optional<Secret> sent = request.field("password").map(Secret::new);
    Secret password = sent.orElseGet(AccessTokens::randomPassword);
    PeopleOrders.Newcomer wanted =
        new PeopleOrders.Newcomer(
            request.field("name").orElse(""),
            request.field("fullName").orElse(""),
            request.field("email").orElse(""),
            request.body().path("operator").asBoolean(),
            password);
    ObjectNode json = json(orders.add(request.who(), request.request().from(), wanted));
    if (sent.isEmpty()) {
      json.put("password", password.reveal());
    }
    return Answer.json(201, json);
  }

  private Answer change(ApiRequest request) {
    Person after =
        orders.change(
            request.who(),
            request.request().from(),
            request.path("person"),
            old ->
                new Person(
                    old.id(),
                    old.name(),
                    request.field("fullName").orElse(old.fullName()),
                    request.field("email").orElse(old.email()),
                    request.body().path("operator").asBoolean(old.operator()),
                    request.body().path("blocked").asBoolean(old.blocked()),
                    old.createdAt()),
            request.field("password").map(Secret::new));
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
