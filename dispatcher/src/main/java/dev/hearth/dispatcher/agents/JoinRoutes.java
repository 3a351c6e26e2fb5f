package dev.hearth.dispatcher.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.HttpFailure;
import dev.hearth.dispatcher.http.Request;
import dev.hearth.dispatcher.http.RouteTable;
import dev.hearth.dispatcher.http.Routes;
import dev.hearth.dispatcher.joining.Joined;
import dev.hearth.dispatcher.joining.Joining;
import dev.hearth.dispatcher.joining.Keys;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.sql.AgentKeys;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.trust.JoinToken;
import java.io.IOException;

/** How a host becomes an agent of the farm, and how an agent gets new keys. */
public final class JoinRoutes implements Routes {
  private static final int MOST_BODY = 4096;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Joining joining;
  private final AgentKeys keys;

  public JoinRoutes(Joining joining, AgentKeys keys) {
    this.joining = joining;
    this.keys = keys;
  }

  @Override
  public void mount(RouteTable table) {
    table.add("POST", "/agent/v1/join", this::join);
    table.add("GET", "/agent/v1/keys", this::wanted);
    table.add("POST", "/agent/v1/keys", this::renew);
    table.add("POST", "/agent/v1/keys/rotation", this::askToRenew);
  }

  private Answer join(Request request) throws InterruptedException {
    String secret = request.bearerToken().map(JoinRoutes::secret).orElse("");
    JsonNode body = body(request);
    String identity = body.path("identity").asText();
    if (!identity.matches("[0-9a-f-]{36}")) {
      throw RefusedException.invalid("tried to join, but the host's identity is no UUID");
    }
    return Answer.json(201, json(joining.join(secret, name(body), identity)));
  }

  private Answer wanted(Request request) {
    boolean renew = joining.isAskedToRenew(agent(request));
    return Answer.json(200, JsonNodeFactory.instance.objectNode().put("renew", renew));
  }

  private Answer askToRenew(Request request) {
    AgentId agent = agent(request);
    joining.askToRenew(agent, "its own host");
    return Answer.json(202, JsonNodeFactory.instance.objectNode().put("renew", true));
  }

  private Answer renew(Request request) {
    AgentId agent = agent(request);
    Keys renewed = joining.renew(agent, request.bearerToken().orElse(""));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("key", renewed.key().reveal());
    json.put("etcdPassword", renewed.etcdPassword().map(Secret::reveal).orElse(null));
    return Answer.json(201, json);
  }

  private AgentId agent(Request request) {
    return request
        .bearerToken()
        .flatMap(keys::verify)
        .orElseThrow(() ->
            HttpFailure.unauthorized(
                "tried to speak for an agent, but the key is of none, or was revoked; have the host"
                    + " join again"));
  }

  /** What is no token is one that nobody knows. */
  private static String secret(String offered) {
    try {
      return JoinToken.parse(offered).secret();
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  private static AgentId name(JsonNode body) {
    try {
      return new AgentId(body.path("name").asText());
    } catch (IllegalArgumentException e) {
      throw RefusedException.invalid("tried to join, but " + e.getMessage());
    }
  }

  private static JsonNode body(Request request) throws InterruptedException {
    try {
      return JSON.readTree(request.body(MOST_BODY));
    } catch (IOException _) {
      throw RefusedException.invalid("tried to join, but the body is no JSON");
    }
  }

  private static ObjectNode json(Joined joined) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("agent", joined.agent().value());
    json.put("farm", joined.farm().farm());
    json.put("key", joined.key().reveal());
    json.put("authorities", joined.authorities());
    json.put("registry", joined.farm().registry());
    joined.dispatchers().forEach(json.putArray("dispatchers")::add);
    ObjectNode etcd = json.putObject("etcd");
    joined.farm().etcd().forEach(etcd.putArray("endpoints")::add);
    joined
        .etcdPassword()
        .ifPresent(password ->
            etcd.put("user", joined.agent().value()).put("password", password.reveal()));
    ObjectNode settings = json.putObject("settings");
    joined.farm().settings().forEach(settings::put);
    return json;
  }
}
