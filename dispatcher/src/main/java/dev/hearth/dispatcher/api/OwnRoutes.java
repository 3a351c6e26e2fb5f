package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.people.AccessToken;
import dev.hearth.dispatcher.people.Membership;
import dev.hearth.dispatcher.people.Person;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Scope;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.sessions.LogIns;
import dev.hearth.dispatcher.sql.AccessTokens;
import dev.hearth.dispatcher.sql.ActivityTrail;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.MemberStore;
import dev.hearth.dispatcher.sql.PeopleStore;
import dev.hearth.dispatcher.sql.SessionStore;
import dev.hearth.protocol.ProjectId;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Logging in, and what everybody does with what is their own: tokens and password. */
final class OwnRoutes {
  private static final Thing FARM = new Thing.Farm();
  private static final int USUAL_DAYS = 90;

  private final PeopleStore people;
  private final AccessTokens tokens;
  private final MemberStore members;
  private final CachedProjects projects;
  private final ActivityTrail trail;
  private final LogIns logIns;
  private final SessionStore sessions;

  OwnRoutes(PeopleParts parts, CachedProjects projects) {
    this.people = parts.people();
    this.tokens = parts.tokens();
    this.members = parts.members();
    this.projects = projects;
    this.trail = parts.trail();
    this.logIns = parts.logIns();
    this.sessions = parts.sessionStore();
  }

  void mount(ApiOperations operations) {
    operations.on("logIn", this::logIn);
    operations.on("whoAmI", this::whoAmI);
    operations.on("changeOwnPassword", this::changePassword);
    operations.on("listOwnTokens", this::list);
    operations.on("makeOwnToken", request -> made(request, person(request)));
    operations.on("revokeOwnToken", this::revoke);
    operations.on("endOwnSessions", this::endSessions);
  }

  private Answer logIn(ApiRequest request) {
    Principal who =
        logIns.require(
            request.field("name").orElse(""),
            new Secret(request.field("password").orElse("")),
            request.request().from());
    ApiRequest theirs = new ApiRequest(request.request(), who, request.body());
    return made(theirs, person(theirs));
  }

  private Answer whoAmI(ApiRequest request) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", request.by());
    switch (request.who()) {
      case Principal.Administrator _ -> json.put("administrator", true);
      case Principal.Anonymous _ -> json.put("administrator", false);
      case Principal.Known(Person person, Set<Scope> scopes) -> {
        json.put("administrator", false);
        json.put("operator", person.operator());
        json.put("fullName", person.fullName());
        json.put("email", person.email());
        var words = json.putArray("scopes");
        scopes.stream().map(Scope::word).sorted().forEach(words::add);
        var roles = json.putArray("roles");
        members.of(person.id()).forEach(one -> roles.add(json(one)));
      }
    }
    return Answer.json(200, json);
  }

  private ObjectNode json(Membership membership) {
    String on =
        switch (membership.kind()) {
          case PROJECT ->
              projects
                  .find(new ProjectId(membership.key()))
                  .map(entry -> entry.project().name().value())
                  .orElse(membership.key());
          case FARM, GROUP, REPOSITORY -> membership.key();
        };
    return JsonNodeFactory.instance
        .objectNode()
        .put("kind", membership.kind().word())
        .put("on", on)
        .put("role", membership.role().word());
  }

  private Answer changePassword(ApiRequest request) {
    Person person = person(request);
    Secret old = new Secret(request.field("old").orElse(""));
    if (!logIns.confirms(person, old, request.request().from())) {
      throw RefusedException.forbidden(
          "tried to change the password, but the old one is wrong; ask who runs the farm for a new"
              + " one if it is lost");
    }
    people.changePassword(person.id(), new Secret(request.field("new").orElse("")));
    trail.record(request.who(), request.request().from(), FARM, "password.changed", Map.of());
    return Answer.nothing(204);
  }

  private Answer list(ApiRequest request) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    var all = json.putArray("tokens");
    tokens.list(person(request).id()).forEach(token -> all.add(json(token)));
    return Answer.json(200, json);
  }

  private Answer made(ApiRequest request, Person person) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    request.body().path("scopes").forEach(word -> Scope.find(word.asText()).ifPresent(scopes::add));
    if (scopes.isEmpty()) {
      scopes.add(Scope.API);
    }
    String name = request.field("tokenName").orElse("hearth login");
    int days = request.body().path("days").asInt(USUAL_DAYS);
    AccessTokens.Made made = tokens.make(person.id(), name, scopes, Duration.ofDays(days));
    trail.record(
        request.who(),
        request.request().from(),
        FARM,
        "token.made",
        Map.of("token", name, "scopes", words(scopes), "days", Integer.toString(days)));
    return Answer.json(201, json(made.token()).put("token", made.secret().reveal()));
  }

  private Answer revoke(ApiRequest request) {
    String id = request.path("token");
    if (!tokens.revoke(person(request).id(), id)) {
      throw RefusedException.absent(
          "tried to revoke a token, but none of yours has this id; hearth tokens lists them");
    }
    trail.record(request.who(), request.request().from(), FARM, "token.revoked", Map.of("id", id));
    return Answer.nothing(204);
  }

  private Answer endSessions(ApiRequest request) {
    int ended = sessions.endAll(person(request).id());
    trail.record(
        request.who(),
        request.request().from(),
        FARM,
        "sessions.ended",
        Map.of("sessions", Integer.toString(ended)));
    return Answer.json(200, JsonNodeFactory.instance.objectNode().put("ended", ended));
  }

  private static Person person(ApiRequest request) {
    return switch (request.who()) {
      case Principal.Known(Person person, _) -> person;
      case Principal.Administrator _, Principal.Anonymous _ ->
          throw RefusedException.invalid(
              "tried to use a person's own tokens or password, but the farm's token is nobody's;"
                  + " log in as somebody");
    };
  }

  private static ObjectNode json(AccessToken token) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", token.id())
            .put("name", token.name())
            .put("createdAt", token.createdAt().toString())
            .put("expiresAt", token.expiresAt().toString())
            .put("usedAt", token.usedAt() == null ? null : token.usedAt().toString());
    var scopes = json.putArray("scopes");
    token.scopes().stream().map(Scope::word).sorted().forEach(scopes::add);
    return json;
  }

  private static String words(Set<Scope> scopes) {
    return scopes.stream().map(Scope::word).sorted().collect(Collectors.joining(" "));
  }
}
