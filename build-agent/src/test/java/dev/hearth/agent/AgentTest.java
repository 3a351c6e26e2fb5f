package dev.hearth.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hearth.agent.logs.AttemptLogs;
import dev.hearth.agent.logs.LogReceiver;
import dev.hearth.agent.logs.SpooledLogs;
import dev.hearth.agent.registration.AgentProfile;
import dev.hearth.agent.registration.RegistrationRefusedException;
import dev.hearth.agent.registration.StateDirectory;
import dev.hearth.agent.status.HostCondition;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AgentRecord;
import dev.hearth.protocol.AgentStatus;
import dev.hearth.protocol.AttemptOutcome;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.FailureKind;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.StageRecord;
import dev.hearth.protocol.StopKind;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.etcd.EtcdConfig;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.JetcdKeyValues;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import dev.hearth.testing.AnswerCutter;
import dev.hearth.testing.EtcdServer;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class AgentTest {
  private static final Duration TTL = Duration.ofSeconds(5);
  private static final Duration HAND_OVER = Duration.ofSeconds(8);
  private static EtcdServer server;
  private static KeyValues etcd;

  @TempDir Path home;

  private final FarmKeys keys = new FarmKeys("/" + UUID.randomUUID());
  private final AgentId name = new AgentId("one");
  private final HeldPipeline pipeline = new HeldPipeline();
  private AttemptLogs logs = AttemptLogs.discarding();
  private Optional<Agent> started = Optional.empty();

  @BeforeAll
  static void startEtcd() {
    server = EtcdServer.withoutUsers();
    etcd = connect(server.endpoint());
  }

  private static KeyValues connect(String endpoint) {
    return new JetcdKeyValues(new EtcdConfig(List.of(endpoint), null, null, EtcdConfig.DEADLINE));
  }

  @AfterAll
  static void stopEtcd() {
    etcd.close();
    server.close();
  }

  @AfterEach
  void closeAgent() {
    pipeline.letThrough();
    started.ifPresent(Agent::close);
  }

  @Test
  void aTaskIsClaimedRunAndEndedWithItsStagesTimed() throws InterruptedException {
    start();
    TaskOrder task = put(Tasks.one());

    await().until(() -> pipeline.runs(task.attempt()));
    assertThat(attempt(task).outcome()).isNull();
    pipeline.letThrough();

    await().until(() -> attempt(task).outcome() instanceof AttemptOutcome.Pushed);
    assertThat(attempt(task).stages())
        .extracting(StageRecord::stage)
        .containsExactly(Stage.COMPILE);
    assertThat(attempt(task).stages().getFirst().ended()).isNotNull();
    assertThat(pipeline.runs(task.attempt())).isFalse();
  }

  @Test
  void aClaimAndAnOutcomeThatEtcdTookWithoutAnAnswerAreDoneOnce() throws InterruptedException {
    try (AnswerCutter cutter = AnswerCutter.before(server.port());
        KeyValues cut = connect(cutter.endpoint())) {
      start(cut);
      cutter.cutAnswersTo("\"claimedAt\"", 1);
      TaskOrder task = put(Tasks.one());
      await().until(() -> pipeline.runs(task.attempt()));
      assertThat(cutter.count()).isEqualTo(1);

      cutter.cutAnswersTo("\"outcome\":\"pushed\"", 1);
      pipeline.letThrough();

      await().until(() -> attempt(task).outcome() instanceof AttemptOutcome.Pushed);
      await().until(() -> cutter.count() == 2);
      long settled = etcd.find(keys.attempt(name, task.attempt())).orElseThrow().modRevision();
      await()
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(4))
          .until(() ->
              etcd.find(keys.attempt(name, task.attempt())).orElseThrow().modRevision() == settled);
      assertThat(pipeline.wasInterrupted(task.attempt())).isFalse();
    }
  }

  @Test
  void aStopIsCarriedOutWithinFiveSeconds() throws InterruptedException {
    start();
    TaskOrder task = put(Tasks.one());
    await().until(() -> pipeline.runs(task.attempt()));

    var stop = new StopOrder(StopKind.CANCELLED, "a person", "not needed", Instant.EPOCH);
    commit(Transaction.begin().put(keys.stop(name, task.attempt()), stop));

    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> attempt(task).outcome() instanceof AttemptOutcome.Stopped);
    assertThat(pipeline.wasInterrupted(task.attempt())).isTrue();
  }

  @Test
  void anAttemptWhoseTaskIsGoneEndsAndWritesNothing() throws InterruptedException {
    start();
    TaskOrder task = put(Tasks.one());
    await().until(() -> pipeline.runs(task.attempt()) && stages(task) == 1);
    Versioned<AttemptRecord> before = etcd.find(keys.attempt(name, task.attempt())).orElseThrow();

    commit(Transaction.begin().delete(keys.task(name, task.attempt())));

    await().until(() -> pipeline.wasInterrupted(task.attempt()));
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(4))
        .until(() ->
            etcd.find(keys.attempt(name, task.attempt())).orElseThrow().modRevision()
                == before.modRevision());
  }

  @Test
  void anAttemptEndsAtItsTimeOut() throws InterruptedException {
    start();
    TaskOrder task = put(Tasks.one(Duration.ofMillis(700)));

    await().until(() -> attempt(task).outcome() != null);

    assertThat(attempt(task).outcome())
        .isInstanceOfSatisfying(
            AttemptOutcome.Failed.class,
            failed -> {
              assertThat(failed.kind()).isEqualTo(FailureKind.TIMEOUT);
              assertThat(failed.stage()).isEqualTo(Stage.COMPILE);
              assertThat(failed.reason()).contains("time-out of 0.7 s", "ended in compile");
            });
  }

  @Test
  void aStageEndsAtItsOwnTimeOut() throws InterruptedException {
    start();
    TaskOrder task =
        put(Tasks.one(Duration.ofMinutes(5), Map.of("compile", Duration.ofMillis(700))));

    await().until(() -> attempt(task).outcome() != null);

    assertThat(attempt(task).outcome())
        .isInstanceOfSatisfying(
            AttemptOutcome.Failed.class,
            failed -> {
              assertThat(failed.kind()).isEqualTo(FailureKind.TIMEOUT);
              assertThat(failed.reason())
                  .contains("compile took longer than its time-out of 0.7 s");
            });
  }

  @Test
  void anAttemptThatAnEarlierProcessClaimedIsLost() throws InterruptedException {
    TaskOrder task = put(Tasks.one());
    var claimed =
        AttemptRecord.claimed(task.attempt(), name, "earlier", "other nonce", Instant.EPOCH);
    commit(Transaction.begin().put(keys.attempt(name, task.attempt()), claimed));

    start();

    await().until(() -> attempt(task).outcome() instanceof AttemptOutcome.Lost);
    assertThat(pipeline.runs(task.attempt())).isFalse();
  }

  @Test
  void anAgentTakesOverFromItsOwnDeadProcessAtOnce() throws InterruptedException {
    try (var state = StateDirectory.open(home)) {
      long oldLease = etcd.grantLease(Duration.ofSeconds(60));
      var dead = new AgentRecord(name, state.identity(), state.bootId(), 7, 2, Set.of(), "test");
      commit(Transaction.begin().put(keys.agent(name), dead, oldLease));
    }
    long before = System.nanoTime();

    start();

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
    assertThat(etcd.find(keys.agent(name)).orElseThrow().value().generation()).isEqualTo(1);
  }

  @Test
  void aNewcomerWithAnotherIdentityIsRefusedWhileTheFirstStays() {
    var other = new AgentRecord(name, "other", "boot", 1, 2, Set.of(), "test");
    commit(Transaction.begin().put(keys.agent(name), other));

    assertThatThrownBy(this::start)
        .isInstanceOf(RegistrationRefusedException.class)
        .hasMessageContaining("another agent of this name");
    assertThat(etcd.find(keys.agent(name)).orElseThrow().value()).isEqualTo(other);
  }

  @Test
  void aSecondProcessOnOneStateDirectoryIsRefused() {
    try (var _ = StateDirectory.open(home)) {
      assertThatThrownBy(() -> StateDirectory.open(home))
          .isInstanceOf(RegistrationRefusedException.class)
          .hasMessageContaining("another agent's process holds it");
    }
  }

  @Test
  void anAgentWhoseLeaseIsRevokedRegistersAnewAndItsAttemptGoesOn() throws InterruptedException {
    Agent agent = start();
    TaskOrder task = put(Tasks.one());
    await().until(() -> pipeline.runs(task.attempt()));
    long before = etcd.find(keys.agent(name)).orElseThrow().modRevision();

    commit(Transaction.begin().delete(keys.agent(name)));

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            etcd.find(keys.agent(name)).filter(one -> one.modRevision() > before).isPresent());
    pipeline.letThrough();
    await().until(() -> attempt(task).outcome() instanceof AttemptOutcome.Pushed);
    assertThat(agent.ousted()).isNotDone();
  }

  @Test
  void anAgentThatFindsAForeignValueInItsKeyGivesWayAndWritesNothing() throws InterruptedException {
    Agent agent = start();
    TaskOrder task = put(Tasks.one());
    await().until(() -> pipeline.runs(task.attempt()) && stages(task) == 1);
    var other = new AgentRecord(name, "other", "boot", 1, 2, Set.of(), "test");
    commit(Transaction.begin().put(keys.agent(name), other));

    pipeline.letThrough();

    await().atMost(Duration.ofSeconds(20)).until(() -> agent.ousted().isDone());
    assertThat(attempt(task).outcome()).isNull();
    assertThat(etcd.find(keys.agent(name)).orElseThrow().value()).isEqualTo(other);
  }

  @Test
  void attemptsAreHeldWhileEtcdIsSilentAndGoOnAfterwards() throws InterruptedException {
    start();
    TaskOrder task = put(Tasks.one());
    await().until(() -> pipeline.runs(task.attempt()));

    server.pause();
    try {
      await().atMost(Duration.ofSeconds(15)).until(() -> pipeline.isPaused(task.attempt()));
    } finally {
      server.unpause();
    }

    await().atMost(Duration.ofSeconds(30)).until(() -> !pipeline.isPaused(task.attempt()));
    pipeline.letThrough();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> attempt(task).outcome() instanceof AttemptOutcome.Pushed);
  }

  @Test
  void anAttemptThatIsCutOffForTooLongIsKilledAndLost() throws InterruptedException {
    start(Duration.ofSeconds(1));
    TaskOrder task = put(Tasks.one());
    await().until(() -> pipeline.runs(task.attempt()));

    server.pause();
    try {
      await().atMost(Duration.ofSeconds(15)).until(() -> pipeline.wasInterrupted(task.attempt()));
    } finally {
      server.unpause();
    }

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> attempt(task).outcome() instanceof AttemptOutcome.Lost);
  }

  @Test
  void anAgentThatIsStoppedSaysThatItsAttemptsAreLostAndIsGoneAtOnce() throws InterruptedException {
    Agent agent = start();
    TaskOrder task = put(Tasks.one());
    await().until(() -> pipeline.runs(task.attempt()));
    await()
        .until(() ->
            etcd.find(keys.status(name))
                .map(Versioned::value)
                .filter(AgentStatus::takesTasks)
                .isPresent());

    started = Optional.empty();
    agent.close();

    assertThat(attempt(task).outcome()).isInstanceOf(AttemptOutcome.Lost.class);
    assertThat(etcd.find(keys.agent(name))).isEmpty();
    assertThat(etcd.find(keys.status(name))).isEmpty();
  }

  @Test
  void anAgentThatHandsOverKeepsItsPlaceForAWhileAndTakesNothing() throws InterruptedException {
    Agent agent = start();
    TaskOrder task = put(Tasks.one());
    await().until(() -> pipeline.runs(task.attempt()));

    started = Optional.empty();
    agent.handOver();

    assertThat(pipeline.runs(task.attempt())).isFalse();
    assertThat(attempt(task).outcome()).isNull();
    assertThat(etcd.find(keys.agent(name))).isPresent();
    AgentStatus status = etcd.find(keys.status(name)).orElseThrow().value();
    assertThat(status.accepting()).isFalse();
    assertThat(status.reason()).contains("handed over");
    await().atMost(HAND_OVER.multipliedBy(3)).until(() -> etcd.find(keys.agent(name)).isEmpty());
  }

  @Test
  void theNextProcessGoesOnWithWhatWasHandedOver() throws InterruptedException {
    Agent agent = start();
    TaskOrder task = put(Tasks.one());
    await().until(() -> pipeline.runs(task.attempt()));
    agent.handOver();

    start();
    await().until(() -> pipeline.runs(task.attempt()));
    pipeline.letThrough();

    await().until(() -> attempt(task).outcome() instanceof AttemptOutcome.Pushed);
    assertThat(attempt(task).stages())
        .extracting(StageRecord::stage)
        .containsExactly(Stage.COMPILE);
    assertThat(home.resolve("attempts")).isEmptyDirectory();
  }

  @Test
  void whatWasHandedOverGoesOnThoughEtcdTakesItsTimeToListIt() throws InterruptedException {
    Agent agent = start();
    TaskOrder task = put(Tasks.one());
    await().until(() -> pipeline.runs(task.attempt()));
    agent.handOver();

    AtomicInteger lists = new AtomicInteger();
    // The first list is for what is inherited, and goes on to the attempt's begin.
    start(
        whenAsked(
            etcd,
            (method, arguments) -> {
              if (method.equals("list")
                  && keys.tasks(name).equals(arguments[0])
                  && lists.incrementAndGet() > 1) {
                Thread.sleep(2500);
              }
            }));
    await().until(() -> pipeline.runs(task.attempt()));
    await().during(Duration.ofSeconds(4)).until(() -> pipeline.runs(task.attempt()));
    pipeline.letThrough();

    await().until(() -> attempt(task).outcome() instanceof AttemptOutcome.Pushed);
  }

  private interface Before {
    void call(String method, Object[] arguments) throws Exception;
  }

  /** The same etcd, where something happens before each request. */
  private static KeyValues whenAsked(KeyValues etcd, Before before) {
    return (KeyValues)
        Proxy.newProxyInstance(
            KeyValues.class.getClassLoader(),
            new Class<?>[] {KeyValues.class},
            (_, method, arguments) -> {
              before.call(method.getName(), arguments == null ? new Object[0] : arguments);
              try {
                return method.invoke(etcd, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void theLogOfWhatEndsWhileItIsTakenOverIsDelivered() throws InterruptedException {
    Path spools = home.resolve("logs");
    LogReceiver receiver = (_, offset, piece) -> offset + piece.length;
    TaskOrder task = put(Tasks.one());
    try (var first = new SpooledLogs(spools, receiver)) {
      logs = first;
      Agent agent = start();
      await().until(() -> pipeline.runs(task.attempt()));
      agent.handOver();
      assertThat(spools).isNotEmptyDirectory();
    }
    try (var second = new SpooledLogs(spools, receiver)) {
      logs = second;
      pipeline.whilePreparing(
          () -> commit(Transaction.begin().delete(keys.task(name, task.attempt()))));
      start();

      await().untilAsserted(() -> assertThat(spools).isEmptyDirectory());
      assertThat(home.resolve("attempts")).isEmptyDirectory();
    }
  }

  @Test
  void theTimeThatPassedUnderEarlierProcessesCounts() throws IOException, InterruptedException {
    Agent agent = start();
    TaskOrder task = put(Tasks.one(Duration.ofHours(1)));
    await().until(() -> pipeline.runs(task.attempt()));
    agent.handOver();
    Path notes = home.resolve("attempts/" + task.attempt() + ".json");
    // as if all that was many years ago
    Files.writeString(
        notes, Files.readString(notes).replaceFirst("\"began\":[0-9.]+", "\"began\":1"));

    start();

    await().until(() -> attempt(task).outcome() instanceof AttemptOutcome.Failed);
    assertThat(attempt(task).outcome()).hasFieldOrPropertyWithValue("kind", FailureKind.TIMEOUT);
  }

  @Test
  void anAttemptUnderWhichTheAgentDiesAgainIsLost() throws IOException, InterruptedException {
    TaskOrder task = put(Tasks.one());
    for (int deaths = 0; deaths < 2; deaths++) {
      Agent agent = start();
      await().until(() -> pipeline.runs(task.attempt()));
      agent.handOver();
      Path notes = home.resolve("attempts/" + task.attempt() + ".json");
      // as a process leaves them that is killed
      Files.writeString(
          notes, Files.readString(notes).replace("\"handedOver\":true", "\"handedOver\":false"));
    }

    start();

    await().until(() -> attempt(task).outcome() != null);
    assertThat(attempt(task).outcome())
        .isEqualTo(new AttemptOutcome.Lost("the agent died 2 times while it ran this"));
    assertThat(pipeline.runs(task.attempt())).isFalse();
  }

  @Test
  void anAgentThatFinishesWaitsForWhatRunsAndTakesNoMore() throws InterruptedException {
    Agent agent = start();
    TaskOrder task = put(Tasks.one());
    await().until(() -> pipeline.runs(task.attempt()));

    assertThat(agent.finish(Duration.ofMillis(300))).isFalse();
    TaskOrder late = put(Tasks.one());
    pipeline.letThrough();

    assertThat(agent.finish(Duration.ofSeconds(20))).isTrue();
    assertThat(attempt(task).outcome()).isInstanceOf(AttemptOutcome.Pushed.class);
    assertThat(etcd.find(keys.attempt(name, late.attempt()))).isEmpty();
  }

  private Agent start() throws InterruptedException {
    return start(etcd, Duration.ofMinutes(5));
  }

  private Agent start(KeyValues etcd) throws InterruptedException {
    return start(etcd, Duration.ofMinutes(5));
  }

  private Agent start(Duration cutOffKill) throws InterruptedException {
    return start(etcd, cutOffKill);
  }

  private Agent start(KeyValues etcd, Duration cutOffKill) throws InterruptedException {
    var agent =
        new Agent(
            new AgentProfile(name, 2, Set.of("linux"), TTL, HAND_OVER, "test"),
            StateDirectory.open(home),
            cutOffKill,
            new Agent.Parts(etcd, keys, pipeline, logs, HostCondition.fair(), Clock.systemUTC()));
    started = Optional.of(agent);
    agent.start();
    return agent;
  }

  private TaskOrder put(TaskOrder task) {
    commit(Transaction.begin().put(keys.task(name, task.attempt()), task));
    return task;
  }

  private static void commit(Transaction.Builder transaction) {
    assertThat(etcd.commit(transaction.end())).isTrue();
  }

  private AttemptRecord attempt(TaskOrder task) {
    return etcd.find(keys.attempt(name, task.attempt()))
        .map(Versioned::value)
        .orElseGet(
            () -> AttemptRecord.claimed(task.attempt(), name, "", "nobody yet", Instant.EPOCH));
  }

  private int stages(TaskOrder task) {
    return attempt(task).stages().size();
  }
}
