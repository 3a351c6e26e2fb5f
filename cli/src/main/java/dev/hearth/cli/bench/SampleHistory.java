package dev.hearth.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.dispatcher.sql.BuildArchive;
import dev.hearth.dispatcher.sql.Database;
import dev.hearth.dispatcher.sql.DatabaseConfig;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.FailureKind;
import dev.hearth.protocol.PlacementReason;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import dev.hearth.protocol.PublishedImage;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.StageRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Builds that ended during the last ninety days, spread over projects: nine of ten succeeded.
 *
 * @param project the name of one that was built
 * @param build the newest one's id
 */
record SampleHistory(String project, String build) {
  private static final Duration SPAN = Duration.ofDays(90);
  private static final AgentId HOST = new AgentId("hut-1");

  /**
   * Writes it into a database that nobody has open.
   *
   * @param home of the farm
   * @param projects as the API shows them
   * @param count of builds
   */
  static SampleHistory write(Path home, List<JsonNode> projects, int count) {
    if (projects.isEmpty() || count < 1) {
      throw new CommandFailure("a history has projects and builds");
    }
    Instant begin = Instant.now().minus(SPAN);
    BuildRecord last = null;
    try (Database database = Database.open(DatabaseConfig.in(home))) {
      BuildArchive archive = new BuildArchive(database);
      for (int number = 0; number < count; number++) {
        JsonNode project = projects.get(number % projects.size());
        Instant accepted = begin.plus(SPAN.multipliedBy(number).dividedBy(count));
        last = build(project, 1 + number / projects.size(), accepted, number % 10 != 0);
        archive.insertIfAbsent(last);
      }
    }
    if (last == null) {
      throw new IllegalStateException("no build was written");
    }
    return new SampleHistory(last.request().projectName().value(), last.id().value());
  }

  private static BuildRecord build(
      JsonNode project, long number, Instant accepted, boolean succeeded) {
    Commit commit = new Commit("%040x".formatted(0xbe9c0000L + number));
    ProjectName name = new ProjectName(project.path("name").asText());
    BuildRequest request =
        new BuildRequest(
            new ProjectId(project.path("id").asText()),
            name,
            number,
            "refs/heads/main",
            commit,
            null,
            Cause.PUSH,
            number,
            List.of(),
            true,
            "a push",
            null,
            accepted);
    Instant ended = accepted.plusSeconds(31);
    BuildState end =
        succeeded
            ? new BuildState.Succeeded(
                ended,
                List.of(
                    new PublishedImage(
                        "app",
                        name.value(),
                        "sha256:" + "4f".repeat(32),
                        List.of(commit.value(), "main"))))
            : new BuildState.Failed(
                ended, Stage.COMPILE, FailureKind.USER, "the command exited with status 1");
    return new BuildRecord(
        BuildId.next(),
        request,
        end,
        1,
        List.of(),
        new PlacementReason(
            HOST, 1, true, "hut-1 is the project's home, its caches are warm there"),
        null,
        List.of(
            stage(Stage.CHECKOUT, accepted, 1, 3),
            stage(Stage.COMPILE, accepted, 3, 22),
            stage(Stage.IMAGE, accepted, 22, 28),
            stage(Stage.PUSH, accepted, 28, 31)),
        0);
  }

  private static StageRecord stage(Stage stage, Instant accepted, int from, int to) {
    return new StageRecord(stage, accepted.plusSeconds(from), accepted.plusSeconds(to));
  }
}
