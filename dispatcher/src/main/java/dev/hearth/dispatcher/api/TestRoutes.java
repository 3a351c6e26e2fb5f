package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.logs.TestResultStore;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.results.FailedTest;
import dev.hearth.protocol.results.SlowTest;
import dev.hearth.protocol.results.TestCounts;
import dev.hearth.protocol.results.TestResults;
import dev.hearth.protocol.results.TestSuite;
import java.time.Duration;

/** Shows what the tests of builds said. */
final class TestRoutes {
  private final Builds builds;
  private final TestResultStore results;

  TestRoutes(ApiParts parts) {
    this.builds = parts.builds();
    this.results = parts.testResults();
  }

  void mount(ApiOperations operations) {
    operations.on("readTests", this::read);
  }

  private Answer read(ApiRequest request) {
    BuildView build = new FindBuild(builds).require(request.path("build"));
    int attempts = build.record().attempts();
    int attempt = request.number("attempt", attempts);
    if (attempt == 0 || attempt > attempts) {
      throw RefusedException.absent(
          "tried to read the test results of attempt %d of build %s, but %d were begun"
              .formatted(attempt, build.record().request().title(), attempts));
    }
    TestResults found =
        results
            .find(new AttemptId(build.record().id(), attempt))
            .orElseThrow(() ->
                RefusedException.absent(
                    "tried to read the test results of build %s, but its compile stage left no JUnit XML, or has not ended yet"
                        .formatted(build.record().request().title())));
    return Answer.json(200, json(build, attempt, found));
  }

  private static ObjectNode json(BuildView build, int attempt, TestResults results) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("build", build.record().id().value());
    json.put("title", build.record().request().title());
    json.put("attempt", attempt);
    counted(json, results.counts(), results.duration());
    json.put("suiteCount", results.suiteCount());
    ArrayNode suites = json.putArray("suites");
    for (TestSuite suite : results.suites()) {
      counted(suites.addObject().put("name", suite.name()), suite.counts(), suite.duration());
    }
    ArrayNode failures = json.putArray("failures");
    for (FailedTest failed : results.failures()) {
      failures
          .addObject()
          .put("suite", failed.suite())
          .put("className", failed.className())
          .put("name", failed.name())
          .put("error", failed.error())
          .put("seconds", seconds(failed.duration()))
          .put("message", failed.message())
          .put("text", failed.text());
    }
    json.put("failuresLeftOut", results.failuresLeftOut());
    ArrayNode slowest = json.putArray("slowest");
    for (SlowTest slow : results.slowest()) {
      slowest
          .addObject()
          .put("className", slow.className())
          .put("name", slow.name())
          .put("seconds", seconds(slow.duration()));
    }
    return json.put("partial", results.partial());
  }

  private static void counted(ObjectNode json, TestCounts counts, Duration duration) {
    json.put("passed", counts.passed())
        .put("failed", counts.failed())
        .put("errors", counts.errors())
        .put("skipped", counts.skipped())
        .put("seconds", seconds(duration));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
