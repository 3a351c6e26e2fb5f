package dev.hearth.dispatcher.console.builds;

import dev.hearth.dispatcher.api.ApiParts;
import dev.hearth.dispatcher.api.BuildView;
import dev.hearth.dispatcher.api.Things;
import dev.hearth.dispatcher.console.frame.Frame;
import dev.hearth.dispatcher.console.frame.PageTable;
import dev.hearth.dispatcher.console.frame.Section;
import dev.hearth.dispatcher.console.frame.Templates;
import dev.hearth.dispatcher.console.frame.Visit;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.logs.LogStoreException;
import dev.hearth.dispatcher.logs.TestResultStore;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.results.TestResults;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a build's tests said: a part of its page that comes by itself when the tests have run. */
public final class TestsPages {
  private static final Logger log = LoggerFactory.getLogger(TestsPages.class);

  /** An agent tells results and end at once: either may come first. */
  private static final Duration AFTER_THE_END = Duration.ofSeconds(15);

  private final Things things;
  private final TestResultStore results;
  private final Clock clock;

  public TestsPages(ApiParts parts, Things things) {
    this.things = things;
    this.results = parts.testResults();
    this.clock = parts.clock();
  }

  /** Enters the pages. */
  public void mount(PageTable table) {
    table.page("/parts/builds/{build}/tests", this::part);
  }

  /** Nothing, as long as the browser has it already. */
  private Answer part(Visit visit) {
    BuildView build = things.requireBuild(visit.who(), Permission.READ_LOGS, visit.path("build"));
    TestsPart part = of(visit.frame("", Section.BUILDS), build, BuildPages.attempt(visit, build));
    return part.results().isEmpty() && !part.refresh().isEmpty()
        ? Templates.unchanged()
        : Templates.page(200, "builds/tests", part);
  }

  /**
   * @param attempt from 1; 0 before the first
   */
  TestsPart of(Frame frame, BuildView build, int attempt) {
    Optional<TestResults> found = attempt == 0 ? Optional.empty() : find(build, attempt);
    boolean mayCome =
        attempt > 0
            && attempt == build.record().attempts()
            && (!build.record().state().ended()
                || build.record().state().since().plus(AFTER_THE_END).isAfter(clock.instant()));
    return new TestsPart(
        frame,
        found.isEmpty() && mayCome
            ? "/parts" + ShownBuild.address(build) + "/tests?attempt=" + attempt
            : "",
        found);
  }

  /** The rest of the page is shown all the same. */
  private Optional<TestResults> find(BuildView build, int attempt) {
    try {
      return results.find(new AttemptId(build.record().id(), attempt));
    } catch (LogStoreException e) {
      log.atWarn().addKeyValue("build", build.record().id()).setCause(e).log("no test results");
      return Optional.empty();
    }
  }
}
