package dev.hearth.protocol.etcd;

import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import java.time.Instant;
import java.util.List;

/** Records to test with. */
final class Samples {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  static final Commit COMMIT = new Commit("0123456789abcdef0123456789abcdef01234567");
  static final ProjectId PROJECT = new ProjectId("00000000-0000-4000-8000-000000000001");

  private Samples() {}

  static BuildRecord build(long number) {
    return BuildRecord.queued(BuildId.next(), request(number), NOW);
  }

  static BuildRequest request(long number) {
    return new BuildRequest(
        PROJECT,
        new ProjectName("team/app"),
        number,
        "refs/heads/main",
        COMMIT,
        null,
        Cause.PUSH,
        number,
        List.of(),
        true,
        "hook",
        null,
        NOW);
  }
}
