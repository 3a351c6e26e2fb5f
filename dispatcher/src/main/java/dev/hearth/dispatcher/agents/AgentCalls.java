package dev.hearth.dispatcher.agents;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.http.HttpFailure;
import dev.hearth.dispatcher.http.Request;
import dev.hearth.dispatcher.sql.AgentKeys;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptId;

/** Who asks, and of which attempt. */
record AgentCalls(AgentKeys keys) {
  /**
   * @throws HttpFailure 401 if the request bears no agent's key
   */
  AgentId agent(Request request) {
    return request
        .bearerToken()
        .flatMap(keys::verify)
        .orElseThrow(() ->
            HttpFailure.unauthorized(
                "tried to speak for an agent, but the request bears no key of one; issue a key"
                    + " and start the agent with it"));
  }

  /** The attempt that the address names. */
  static AttemptId attempt(Request request) {
    try {
      return AttemptId.parse(request.path("attempt"));
    } catch (IllegalArgumentException e) {
      throw RefusedException.invalid("tried to read the attempt, but " + e.getMessage());
    }
  }
}
