package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.joining.Joining;
import dev.hearth.dispatcher.joining.Joining.MadeToken;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.people.Trail;
import dev.hearth.dispatcher.sql.AgentKeys;
import dev.hearth.dispatcher.sql.JoinTokens.Allowance;
import dev.hearth.protocol.AgentId;
import java.time.Duration;
import java.util.Map;

/** Lists agents, lets them in and shuts them out. */
final class AgentRoutes {
  private static final int HOUR = 3600;

  private final Agents agents;
  private final AgentKeys keys;
  private final Joining joining;
  private final Trail trail;

  AgentRoutes(ApiParts parts) {
    this.agents = parts.agents();
    this.keys = parts.agentKeys();
    this.joining = parts.joining();
    this.trail = parts.people().trail();
  }

  void mount(ApiOperations operations) {
    operations.on("listAgents", _ -> list());
    operations.on("issueAgentKey", this::issue);
    operations.on("revokeAgentKey", this::revoke);
    operations.on("rotateAgentKey", this::rotate);
    operations.on("showAgentKeyRotation", this::rotation);
    operations.on("createJoinToken", this::makeToken);
  }

  private Answer list() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode all = json.putArray("agents");
    agents.list().forEach(agent -> all.add(json(agent)));
    return Answer.json(200, json);
  }

  private Answer issue(ApiRequest request) {
    AgentId agent = new AgentId(request.path("agent"));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("agent", agent.value());
    json.put("key", keys.issue(agent).reveal());
    told(request, "agent.key-issued", Map.of("agent", agent.value()));
    return Answer.json(201, json);
  }

  private Answer revoke(ApiRequest request) {
    AgentId agent = new AgentId(request.path("agent"));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("agent", agent.value());
    json.put("etcdUser", joining.revoke(agent, request.by()));
    told(request, "agent.revoked", Map.of("agent", agent.value()));
    return Answer.json(200, json);
  }

  private Answer rotate(ApiRequest request) {
    AgentId agent = new AgentId(request.path("agent"));
    joining.askToRenew(agent, request.by());
    told(request, "agent.rotation-asked", Map.of("agent", agent.value()));
    return Answer.json(202, rotation(agent));
  }

  private Answer rotation(ApiRequest request) {
    return Answer.json(200, rotation(new AgentId(request.path("agent"))));
  }

  private ObjectNode rotation(AgentId agent) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("agent", agent.value())
        .put("waiting", joining.isAskedToRenew(agent));
  }

  private Answer makeToken(ApiRequest request) {
    Allowance allowance =
        new Allowance(
            request.field("for").map(AgentId::new).orElse(null),
            request.body().path("replace").asBoolean(false));
    Duration life = Duration.ofSeconds(request.body().path("seconds").asInt(HOUR));
    MadeToken made = joining.makeToken(allowance, life, request.by());
    told(
        request,
        "agent.token-made",
        Map.of(
            "for", request.field("for").orElse("any name"),
            "replaces", Boolean.toString(allowance.replaces())));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("token", made.token().reveal());
    json.put("url", made.url());
    json.put("expiresAt", made.expiresAt().toString());
    json.put("hereOnly", made.hereOnly());
    return Answer.json(201, json);
  }

  private void told(ApiRequest request, String what, Map<String, String> facts) {
    trail.record(request.who(), request.request().from(), new Thing.Farm(), what, facts);
  }

  private static ObjectNode json(AgentView agent) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    var record = agent.record();
    var status = agent.status();
    var cordon = agent.cordon();
    json.put("name", agent.name().value());
    json.put("up", record != null);
    json.put("accepting", status != null && status.accepting());
    json.put("taking", agent.reason().isEmpty());
    json.put("reason", agent.reason());
    json.put("slots", record == null ? 0 : record.slots());
    json.put("busy", agent.builds().size());
    ArrayNode labels = json.putArray("labels");
    if (record != null) {
      record.labels().stream().sorted().forEach(labels::add);
      json.put("version", record.version());
    }
    json.put("freeDisk", status == null ? null : status.freeDisk());
    json.put("load", status == null ? null : status.load());
    json.put("warm", status == null ? 0 : status.warm().size());
    ArrayNode builds = json.putArray("builds");
    agent.builds().forEach(builds::add);
    if (cordon == null) {
      json.putNull("cordon");
    } else {
      json.putObject("cordon")
          .put("kind", cordon.kind())
          .put("by", cordon.by())
          .put("why", cordon.why())
          .put("at", cordon.at().toString());
    }
    return json;
  }
}
