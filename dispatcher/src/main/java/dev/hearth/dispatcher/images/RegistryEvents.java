package dev.hearth.dispatcher.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.doorman.OwnTokens;
import dev.hearth.dispatcher.doorman.RepositoryNames;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.HttpFailure;
import dev.hearth.dispatcher.http.Request;
import dev.hearth.dispatcher.http.RouteTable;
import dev.hearth.dispatcher.http.Routes;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Trail;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.sql.RepositoryStore;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.function.Function;

/**
 * Takes the registry's notifications: pulls and pushes of tags are counted, and what a person
 * pushed is told in the repository's trail. What the farm itself does in staging and caches is
 * passed over.
 */
public final class RegistryEvents implements Routes {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_BODY = 4 << 20;

  private final Secret secret;
  private final KnownRepositories known;
  private final RepositoryStore store;
  private final Function<String, Principal> people;
  private final Trail trail;
  private final Clock clock;

  /**
   * @param secret that the registry shows as its bearer token
   * @param people who is called so
   */
  public RegistryEvents(
      Secret secret,
      KnownRepositories known,
      RepositoryStore store,
      Function<String, Principal> people,
      Trail trail,
      Clock clock) {
    this.secret = secret;
    this.known = known;
    this.store = store;
    this.people = people;
    this.trail = trail;
    this.clock = clock;
  }

  @Override
  public void mount(RouteTable table) {
    table.add("POST", "/registry/events", this::take);
  }

  private Answer take(Request request) throws InterruptedException {
    if (!request.bearerToken().filter(secret::matches).isPresent()) {
      throw HttpFailure.unauthorized(
          "tried to tell of the registry, but the request does not bear its secret");
    }
    JsonNode events;
    try {
      events = JSON.readTree(request.body(MOST_BODY)).path("events");
    } catch (IOException e) {
      throw RefusedException.invalid("tried to read the registry's events, but they are no JSON");
    }
    events.forEach(this::event);
    return Answer.nothing(204);
  }

  private void event(JsonNode event) {
    JsonNode target = event.path("target");
    String repository = target.path("repository").asText();
    if (!isOfImage(target)
        || !RepositoryNames.isName(repository)
        || RepositoryNames.isOwn(repository)) {
      return;
    }
    String who = event.path("actor").path("name").asText();
    boolean byFarm = who.equals(OwnTokens.SUBJECT);
    switch (event.path("action").asText()) {
      case "pull" -> {
        if (!byFarm) {
          store.count(repository, false, clock.instant());
        }
      }
      case "push" -> {
        if (!target.path("tag").asText().isEmpty()) {
          store.count(repository, true, clock.instant());
          if (!byFarm) {
            tell(event, repository, who);
          }
        }
      }
      default -> {} // what was deleted, the farm did and told
    }
  }

  private static boolean isOfImage(JsonNode target) {
    String type = target.path("mediaType").asText();
    return type.contains("manifest") || type.contains("index");
  }

  private void tell(JsonNode event, String repository, String who) {
    JsonNode target = event.path("target");
    trail.record(
        people.apply(who),
        event.path("request").path("addr").asText(),
        known.thing(repository),
        "image.pushed",
        Map.of("tag", target.path("tag").asText(), "digest", target.path("digest").asText()));
  }
}
