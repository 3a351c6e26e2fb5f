package dev.hearth.agent;

import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.Limits;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import dev.hearth.protocol.Recipe;
import dev.hearth.protocol.TaskOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Orders for tests. */
final class Tasks {
  private Tasks() {}

  static TaskOrder one() {
    return one(Duration.ofMinutes(5));
  }

  static TaskOrder one(Duration timeout) {
    return one(timeout, Map.of());
  }

  static TaskOrder one(Duration timeout, Map<String, Duration> stageTimeouts) {
    var recipe =
        new Recipe(
            "https://git.example.com/team/app.git",
            "",
            null,
            null,
            null,
            Map.of(),
            List.of(),
            List.of(),
            1,
            true,
            true,
            Limits.DEFAULT,
            timeout,
            stageTimeouts);
    var request =
        new BuildRequest(
            ProjectId.random(),
            new ProjectName("team/app"),
            1,
            "refs/heads/main",
            new Commit("a".repeat(40)),
            null,
            Cause.PUSH,
            1,
            List.of(),
            true,
            "test",
            null,
            Instant.EPOCH);
    return new TaskOrder(
        new AttemptId(BuildId.next(), 1),
        request,
        recipe,
        "127.0.0.1:5000",
        true,
        false,
        Instant.EPOCH);
  }
}
