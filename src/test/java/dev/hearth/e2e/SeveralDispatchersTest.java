package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.LeaderRecord;
import dev.hearth.protocol.etcd.EtcdConfig;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.JetcdKeyValues;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Versioned;
import dev.hearth.testing.EtcdServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two dispatchers in processes of their own, over one PostgreSQL and one directory of logs. */
@Timeout(300)
class SeveralDispatchersTest {
  private static final int LINES = 100;
  private static final String COUNTING =
      "{\"builder\": \"maven-jdk17\", \"command\": \"for i in $(seq 1 %d); do echo line $i; sleep 0.1; done\"}"
          .formatted(LINES);
  private static final String COUNTED =
      IntStream.rangeClosed(1, LINES).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));
  private static final String DOCKERFILE = "FROM debian:bookworm-slim\nCOPY file /file\n";
  private static final FarmKeys KEYS = new FarmKeys();

  private static TestFarm farm;
  private static KeyValues etcd;

  @BeforeAll
  static void start() {
    farm = TestFarm.withDispatchers(2);
    etcd =
        new JetcdKeyValues(
            new EtcdConfig(
                List.of(farm.etcd.endpoint()),
                EtcdServer.USER,
                farm.secrets.etcd(),
                EtcdConfig.DEADLINE));
  }

  @AfterAll
  static void stop() {
    etcd.close();
    farm.close();
  }

  private static DispatcherProcess leader() {
    await("a leader").atMost(Duration.ofSeconds(60)).until(() -> leading().isPresent());
    String id = leading().orElseThrow().value().dispatcher();
    return farm.dispatchers().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  private static Optional<Versioned<LeaderRecord>> leading() {
    return etcd.find(KEYS.leader());
  }

  private static DispatcherProcess other(DispatcherProcess one) {
    return farm.dispatchers().stream().filter(two -> two != one).findFirst().orElseThrow();
  }

  private static void awaitLeading(DispatcherProcess one) {
    await(one.id() + " leads").atMost(Duration.ofSeconds(60)).until(() -> leads(one));
  }

  private static boolean leads(DispatcherProcess one) {
    return leading().filter(found -> found.value().dispatcher().equals(one.id())).isPresent();
  }

  private static String archivedState(TestBuild build) {
    await("build %s is archived".formatted(build.id()))
        .atMost(Duration.ofSeconds(60))
        .until(() -> etcd.find(KEYS.build(new BuildId(build.id()))).isEmpty());
    return build.state();
  }

  @Test
  void whenTheLeaderIsKilledTheOtherGoesOnWithBuildsHooksAndLogs() throws IOException {
    DispatcherProcess leader = leader();
    DispatcherProcess other = other(leader);
    farm.ask(leader);
    TestProject counting = farm.project(COUNTING);
    TestProject pushed = farm.project();
    TestBuild running = counting.push(Map.of("Dockerfile", "FROM debian:bookworm-slim\n"));
    running.awaitLog("line 10");
    FollowedLog followed = new FollowedLog(running.id());
    followed.follow(farm.client, 300);

    leader.kill();
    farm.ask(other);
    List<TestBuild> accepted = new ArrayList<>();
    for (int i = 0; i < 5 || !leads(other); i++) {
      accepted.add(pushed.push(Map.of("Dockerfile", DOCKERFILE, "file", "" + i)));
    }
    while (!followed.isEnded()) {
      followed.follow(farm.client, Integer.MAX_VALUE);
    }

    assertThat(running.succeeded().json().path("attempts").asInt()).isEqualTo(1);
    assertThat(followed.text()).isEqualTo(running.log());
    assertThat(counted(followed.text())).isEqualTo(COUNTED);
    accepted.getLast().succeeded();
    assertThat(accepted)
        .extracting(SeveralDispatchersTest::archivedState)
        .allMatch(state -> state.equals("succeeded") || state.equals("superseded"));
    assertThat(accepted).extracting(TestBuild::number).doesNotHaveDuplicates();
    leader.start();
    farm.awaitReady(leader);
  }

  @Test
  void aLeaderThatSleptChangesNothingWhenItWakes() {
    DispatcherProcess leader = leader();
    DispatcherProcess other = other(leader);
    farm.ask(other);
    TestProject project = farm.project();
    List<TestBuild> builds = new ArrayList<>();
    builds.add(project.push(Map.of("Dockerfile", DOCKERFILE, "file", "before")));
    builds.getFirst().awaitState("running");

    leader.freeze();
    try {
      awaitLeading(other);
      builds.add(project.push(Map.of("file", "asleep")));
      builds.getLast().succeeded();
    } finally {
      leader.thaw();
    }
    farm.awaitReady(leader);
    farm.ask(leader);
    builds.add(project.push(Map.of("file", "awake")));
    builds.getLast().succeeded();

    assertThat(leading().orElseThrow().value().dispatcher()).isEqualTo(other.id());
    assertThat(builds)
        .extracting(SeveralDispatchersTest::archivedState)
        .allMatch(state -> state.equals("succeeded") || state.equals("superseded"));
    assertThat(digest(project.manifest("main"))).isEqualTo(digest(builds.getLast()));
  }

  @Test
  void whilePostgresqlHangsBuildsGoOnAndAreArchivedAfterwards() {
    farm.ask(other(leader()));
    TestProject project = farm.project();
    TestBuild before = project.push(Map.of("Dockerfile", DOCKERFILE, "file", "before"));
    before.succeeded();
    archivedState(before);
    TestBuild during;

    farm.postgres().pause();
    try {
      during = project.push(Map.of("file", "during")).awaitState("succeeded");
      assertThat(etcd.find(KEYS.build(new BuildId(during.id())))).isPresent();
      assertThat(farm.client.get("/api/v1/builds/" + before.id()))
          .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(503))
          .satisfies(answer -> assertThat(answer.body()).contains("database of ended builds"));
      HttpResponse<String> refused =
          farm.client.post(
              "/api/v1/projects",
              "{\"name\":\"team/late\",\"gitUrl\":\"%s\"}".formatted(project.url()));
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
      assertThat(FarmClient.json(refused).path("error").asText()).contains("database");
      HttpResponse<String> ready = farm.client.get("/health/ready");
      assertThat(ready.statusCode()).isEqualTo(200);
      assertThat(ready.body()).contains("database: ");
    } finally {
      farm.postgres().unpause();
    }

    assertThat(archivedState(during)).isEqualTo("succeeded");
    assertThat(digest(project.manifest("main"))).isEqualTo(digest(during));
  }

  private static String counted(String log) {
    return log.lines().filter(line -> line.startsWith("line ")).collect(Collectors.joining("\n"));
  }

  private static String digest(HttpResponse<String> manifest) {
    return manifest.headers().firstValue("Docker-Content-Digest").orElseThrow();
  }

  private static String digest(TestBuild build) {
    JsonNode images = build.json().path("images");
    assertThat(images).as(build.json().toPrettyString()).hasSize(1);
    return images.path(0).path("digest").asText();
  }
}
