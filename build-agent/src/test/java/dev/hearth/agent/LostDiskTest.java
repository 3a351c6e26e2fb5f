package dev.hearth.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.agent.logs.SpooledLogs;
import dev.hearth.agent.registration.AgentProfile;
import dev.hearth.agent.registration.StateDirectory;
import dev.hearth.agent.status.HostCondition;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptOutcome;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.ModelEtcd;
import dev.hearth.protocol.etcd.ModelFaults;
import dev.hearth.protocol.etcd.ModelKeyValues;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Attempts are claimed, and then there is no log to be had on the disk. */
@Timeout(30)
class LostDiskTest {
  private static final Duration TTL = Duration.ofSeconds(10);

  @TempDir Path home;

  private final AgentId name = new AgentId("one");
  private final FarmKeys keys = new FarmKeys();
  private final KeyValues etcd =
      new ModelKeyValues(new ModelEtcd(Clock.systemUTC()), ModelFaults.NONE);
  private final HeldPipeline pipeline = new HeldPipeline();
  private Optional<Agent> started = Optional.empty();

  @AfterEach
  void closeAgent() {
    pipeline.letThrough();
    started.ifPresent(Agent::close);
  }

  @Test
  void anAttemptWhoseLogCantBeBegunIsLostAtOnce() throws IOException, InterruptedException {
    try (var logs = logs()) {
      Files.writeString(spools(), "no folder");
      start(logs);
      TaskOrder task = put(Tasks.one());

      assertThat(lossOf(task)).contains("could not use its disk");
      await().untilAsserted(() -> assertThat(notes()).isEmptyDirectory());
    }
  }

  @Test
  void anAttemptWhoseLogCantBeGoneOnWithIsLostAndRemovedFromTheHost()
      throws IOException, InterruptedException {
    TaskOrder task = put(Tasks.one());
    try (var logs = logs()) {
      Agent first = start(logs);
      await().until(() -> pipeline.runs(task.attempt()));
      first.handOver();
    }
    Files.writeString(spools().resolve(task.attempt() + "/limit"), "");

    try (var logs = logs()) {
      start(logs);

      assertThat(lossOf(task)).contains("could not use its disk", "the log's limit");
      assertThat(pipeline.wasAbandoned(task.attempt())).isTrue();
      await().untilAsserted(() -> assertThat(notes()).isEmptyDirectory());
    }
  }

  private Path spools() {
    return home.resolve("logs");
  }

  private Path notes() {
    return home.resolve("state/attempts");
  }

  private SpooledLogs logs() {
    return new SpooledLogs(spools(), (_, offset, piece) -> offset + piece.length);
  }

  private Agent start(SpooledLogs logs) throws InterruptedException {
    var agent =
        new Agent(
            new AgentProfile(name, 2, Set.of(), TTL, TTL, "test"),
            StateDirectory.open(home.resolve("state")),
            Duration.ofMinutes(5),
            new Agent.Parts(etcd, keys, pipeline, logs, HostCondition.fair(), Clock.systemUTC()));
    started = Optional.of(agent);
    agent.start();
    return agent;
  }

  private TaskOrder put(TaskOrder task) {
    Transaction put = Transaction.begin().put(keys.task(name, task.attempt()), task).end();
    assertThat(etcd.commit(put)).isTrue();
    return task;
  }

  private String lossOf(TaskOrder task) {
    await().until(() -> outcome(task) instanceof AttemptOutcome.Lost);
    return outcome(task) instanceof AttemptOutcome.Lost lost ? lost.reason() : "";
  }

  private AttemptOutcome outcome(TaskOrder task) {
    return etcd.find(keys.attempt(name, task.attempt()))
        .map(Versioned::value)
        .map(AttemptRecord::outcome)
        .orElse(new AttemptOutcome.Unknown("none"));
  }
}
