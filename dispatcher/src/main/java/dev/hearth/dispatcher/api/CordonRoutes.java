package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.people.Trail;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.Cordon;
import java.time.Clock;
import java.util.Map;

/** Keeps hosts from new builds, and lets them have some again. */
final class CordonRoutes {
  private static final Thing FARM = new Thing.Farm();

  private final Agents agents;
  private final Cordons cordons;
  private final Trail trail;
  private final Clock clock;

  CordonRoutes(ApiParts parts) {
    this.agents = parts.agents();
    this.cordons = parts.cordons();
    this.trail = parts.people().trail();
    this.clock = parts.clock();
  }

  void mount(ApiOperations operations) {
    operations.on("cordonAgent", this::cordon);
    operations.on("uncordonAgent", this::uncordon);
  }

  private Answer cordon(ApiRequest request) {
    AgentId agent = new AgentId(request.path("agent"));
    if (agents.list().stream().noneMatch(one -> one.name().equals(agent))) {
      throw RefusedException.absent(
          "tried to cordon %s, but no agent of that name is up; hearth agents lists them"
              .formatted(agent));
    }
    String kind = request.field("kind").orElse("cordon");
    String why = request.field("why").filter(text -> !text.isBlank()).orElse("no reason was given");
    String before =
        cordons
            .put(agent, new Cordon(kind, request.by(), why, clock.instant()))
            .map(Cordon::kind)
            .orElse("none");
    trail.record(
        request.who(),
        request.request().from(),
        FARM,
        kind.equals("drain") ? "agent.drained" : "agent.cordoned",
        Map.of("agent", agent.value(), "why", why, "before", before));
    return Answer.nothing(204);
  }

  private Answer uncordon(ApiRequest request) {
    AgentId agent = new AgentId(request.path("agent"));
    Cordon before =
        cordons
            .lift(agent)
            .orElseThrow(() ->
                RefusedException.absent(
                    "tried to uncordon %s, but it is not cordoned".formatted(agent)));
    trail.record(
        request.who(),
        request.request().from(),
        FARM,
        "agent.uncordoned",
        Map.of("agent", agent.value(), "before", before.kind() + ": " + before.why()));
    return Answer.nothing(204);
  }
}
