package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.people.Trail;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.Cordon;
import java.time.Clock;
import java.util.Map;

/** Keeps hosts from new builds on somebody's behalf, and has the trail tell who did. */
public final class Cordoning {
  /** Behind {@link Cordon#kind}: it stays. */
  public static final String CORDON = "cordon";

  /** It is about to be taken away. */
  public static final String DRAIN = "drain";

  private static final Thing FARM = new Thing.Farm();

  private final Agents agents;
  private final Cordons cordons;
  private final Trail trail;
  private final Clock clock;

  public Cordoning(ApiParts parts) {
    this.agents = parts.agents();
    this.cordons = parts.cordons();
    this.trail = parts.people().trail();
    this.clock = parts.clock();
  }

  /**
   * @param kind {@link #CORDON} or {@link #DRAIN}
   * @throws RefusedException if there is no such host
   */
  public void close(Principal who, String from, AgentId agent, String kind, String why) {
    if (agents.list().stream().noneMatch(one -> one.name().equals(agent))) {
      throw RefusedException.absent(
          "tried to cordon %s, but no agent of that name is up; hearth agents lists them"
              .formatted(agent));
    }
    String before =
        cordons
            .put(agent, new Cordon(kind, who.name(), why, clock.instant()))
            .map(Cordon::kind)
            .orElse("none");
    trail.record(
        who,
        from,
        FARM,
        kind.equals(DRAIN) ? "agent.drained" : "agent.cordoned",
        Map.of("agent", agent.value(), "why", why, "before", before));
  }

  /**
   * @throws RefusedException if it has no cordon
   */
  public void open(Principal who, String from, AgentId agent) {
    Cordon before =
        cordons
            .lift(agent)
            .orElseThrow(() ->
                RefusedException.absent(
                    "tried to uncordon %s, but it is not cordoned".formatted(agent)));
    trail.record(
        who,
        from,
        FARM,
        "agent.uncordoned",
        Map.of("agent", agent.value(), "before", before.kind() + ": " + before.why()));
  }
}
