package dev.hearth.dispatcher.console;

import dev.hearth.dispatcher.api.BuildView;
import dev.hearth.dispatcher.api.TestDispatcher;
import dev.hearth.dispatcher.api.Waiting;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.FailureKind;
import dev.hearth.protocol.LostAttempt;
import dev.hearth.protocol.PlacementReason;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import dev.hearth.protocol.PublishedImage;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.StageRecord;
import dev.hearth.protocol.results.TestResults;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Builds in each state, of one project, for pages to show. */
final class SampleBuilds {
  static final AgentId HOST = new AgentId("hut-3");
  private static final List<Stage> ORDER =
      List.of(Stage.CHECKOUT, Stage.COMPILE, Stage.IMAGE, Stage.PUSH);
  private static final Commit COMMIT = new Commit("8f3c1d2e4b5a69788796a5b4c3d2e1f001122334");

  private final TestDispatcher farm;
  private final ProjectId project;
  private final ProjectName name;
  private long number;

  SampleBuilds(TestDispatcher farm, String project) {
    this.farm = farm;
    this.project =
        new ProjectId(
            farm.project(project, "https://git.example.com/" + project + ".git")
                .path("id")
                .asText());
    this.name = new ProjectName(project);
  }

  BuildView succeeded(String branch, boolean warm) {
    Instant from = Instant.now().minusSeconds(900);
    int compile = warm ? 9 : 48;
    BuildRecord record = record(branch, "robin", from, 1);
    Instant end = from.plusSeconds(compile + 14L);
    return farm.builds.put(
        placed(record, warm)
            .told(stages(from.plusSeconds(2), 2, compile, 6, 3), 0)
            .in(
                new BuildState.Succeeded(
                    end,
                    List.of(
                        new PublishedImage(
                            "app",
                            name.value(),
                            "sha256:" + "4f".repeat(32),
                            List.of(COMMIT.value(), branch))))),
        null);
  }

  BuildView failed(String branch, String by, String reason) {
    Instant from = Instant.now().minusSeconds(7200);
    BuildRecord record = placed(record(branch, by, from, 2), false);
    LostAttempt lost =
        new LostAttempt(
            new AttemptId(record.id(), 1),
            new AgentId("hut-1"),
            "its agent's lease ended",
            true,
            from.plusSeconds(40));
    return farm.builds.put(
        record
            .losing(lost)
            .told(stages(from.plusSeconds(70), 3, 51), 0)
            .in(
                new BuildState.Failed(
                    from.plusSeconds(124), Stage.COMPILE, FailureKind.USER, reason)),
        null);
  }

  BuildView running(String branch) {
    Instant from = Instant.now().minusSeconds(31);
    BuildRecord record = record(branch, "kim", from, 1);
    AttemptId attempt = new AttemptId(record.id(), 1);
    BuildRecord placed =
        placed(record, true).in(new BuildState.Assigned(from.plusSeconds(4), attempt, HOST));
    AttemptRecord running =
        AttemptRecord.claimed(attempt, HOST, "identity", "nonce", from.plusSeconds(5))
            .began(Stage.CHECKOUT, from.plusSeconds(5))
            .stageEnded(from.plusSeconds(8))
            .began(Stage.COMPILE, from.plusSeconds(8));
    return farm.builds.put(placed, running);
  }

  BuildView queued(String branch) {
    BuildRecord record = record(branch, "kim", Instant.now().minusSeconds(12), 0);
    return farm.builds.put(
        new BuildView(
            record,
            null,
            new Waiting(
                "all hosts that could run it are busy",
                List.of(
                    new Waiting.Host(HOST, "has no free slot: 4 of 4 taken"),
                    new Waiting.Host(new AgentId("hut-1"), "lacks the label arm64")))));
  }

  BuildView cancelled(String branch) {
    BuildRecord record = record(branch, "kim", Instant.now().minusSeconds(4000), 0);
    return farm.builds.put(
        record.in(
            new BuildState.Cancelled(
                Instant.now().minusSeconds(3990), "kim", "pushed to the wrong branch", true)),
        null);
  }

  /** Puts a running build's end in place of it. */
  void end(BuildView running) {
    Instant now = Instant.now();
    var attempt = running.attempt();
    List<StageRecord> stages = attempt == null ? List.of() : attempt.stageEnded(now).stages();
    farm.builds.put(
        running.record().told(stages, 0).in(new BuildState.Succeeded(now, List.of())), null);
    farm.watch.appended(new AttemptId(running.record().id(), 1));
  }

  void log(BuildView build, String text) {
    log(build, build.record().attempts(), text);
  }

  void log(BuildView build, int number, String text) {
    AttemptId attempt = new AttemptId(build.record().id(), number);
    long held = farm.logs.length(attempt);
    farm.logs.append(attempt, held, text.getBytes(StandardCharsets.UTF_8));
    farm.watch.appended(attempt);
  }

  void tests(BuildView build, TestResults results) {
    farm.testResults.keep(new AttemptId(build.record().id(), build.record().attempts()), results);
  }

  private BuildRecord record(String branch, String by, Instant accepted, int attempts) {
    number++;
    return new BuildRecord(
        BuildId.next(),
        new BuildRequest(
            project,
            name,
            number,
            "refs/heads/" + branch,
            COMMIT,
            null,
            by.equals("robin") ? Cause.PUSH : Cause.MANUAL,
            1,
            List.of(),
            true,
            by,
            null,
            accepted),
        new BuildState.Queued(accepted),
        attempts,
        List.of(),
        null,
        null,
        List.of(),
        0);
  }

  private static BuildRecord placed(BuildRecord record, boolean warm) {
    return new BuildRecord(
        record.id(),
        record.request(),
        record.state(),
        record.attempts(),
        record.lost(),
        new PlacementReason(
            HOST,
            warm ? 1 : 2,
            warm,
            warm
                ? "hut-3 is the project's home and has a free slot"
                : "the home hut-1 has no free slot; hut-3 is the next in rank"),
        null,
        record.stages(),
        0);
  }

  private static List<StageRecord> stages(Instant from, int... seconds) {
    List<StageRecord> stages = new ArrayList<>();
    Instant at = from;
    for (int i = 0; i < seconds.length; i++) {
      Instant end = at.plusSeconds(seconds[i]);
      stages.add(new StageRecord(ORDER.get(i), at, end));
      at = end;
    }
    return stages;
  }

  static String page(BuildView build) {
    return "/builds/" + build.record().id();
  }
}
