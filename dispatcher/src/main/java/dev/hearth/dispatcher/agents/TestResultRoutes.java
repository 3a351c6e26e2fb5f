package dev.hearth.dispatcher.agents;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.Request;
import dev.hearth.dispatcher.http.RouteTable;
import dev.hearth.dispatcher.http.Routes;
import dev.hearth.dispatcher.logs.TestResultStore;
import dev.hearth.dispatcher.sql.AgentKeys;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.results.TestResults;
import dev.hearth.protocol.results.TestResultsJson;

/** Takes what the tests of an attempt said, from the agent whose attempt it is or was. */
public final class TestResultRoutes implements Routes {
  private final AgentCalls calls;
  private final LogRights rights;
  private final TestResultStore results;

  public TestResultRoutes(AgentKeys keys, LogRights rights, TestResultStore results) {
    this.calls = new AgentCalls(keys);
    this.rights = rights;
    this.results = results;
  }

  @Override
  public void mount(RouteTable table) {
    table.add("PUT", "/agent/v1/attempts/{attempt}/tests", this::keep);
  }

  private Answer keep(Request request) throws InterruptedException {
    AgentId agent = calls.agent(request);
    AttemptId attempt = AgentCalls.attempt(request);
    if (rights.bound(agent, attempt).isEmpty()) {
      throw RefusedException.absent(
          "tried to keep the test results of attempt %s, but it never was agent %s's; drop them"
              .formatted(attempt, agent));
    }
    results.keep(attempt, read(request.body(TestResultsJson.LARGEST)));
    return Answer.nothing(204);
  }

  private static TestResults read(byte[] body) {
    try {
      return TestResultsJson.read(body);
    } catch (IllegalArgumentException e) {
      throw RefusedException.invalid("tried to read test results, but the body is none");
    }
  }
}
