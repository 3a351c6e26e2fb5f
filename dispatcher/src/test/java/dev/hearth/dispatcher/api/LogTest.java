package dev.hearth.dispatcher.api;

import static dev.hearth.dispatcher.api.TestDispatcher.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.http.RawClient;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.FailureKind;
import dev.hearth.protocol.PlacementReason;
import dev.hearth.protocol.Stage;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogTest {
  private static final AgentId AGENT = new AgentId("agent-1");

  @TempDir Path home;
  private TestDispatcher farm;
  private BuildRecord build;
  private AttemptId attempt;

  @BeforeEach
  void start() {
    farm = new TestDispatcher(home);
    farm.project("team/app", "https://git.example.com/team/app.git");
    String id = json(farm.post("/api/v1/builds", "{\"project\":\"team/app\"}")).path("id").asText();
    BuildRecord queued = farm.builds.find(new BuildId(id)).orElseThrow().record();
    attempt = new AttemptId(queued.id(), 1);
    build = queued.placed(attempt, new PlacementReason(AGENT, 1, false, "home"), Instant.now());
    running();
  }

  @AfterEach
  void stop() {
    farm.close();
  }

  private void running() {
    farm.builds.put(build, AttemptRecord.claimed(attempt, AGENT, "i", "n", Instant.now()));
  }

  private void ended(long logLength) {
    farm.builds.put(
        build
            .told(List.of(), logLength)
            .in(
                new BuildState.Failed(
                    Instant.now(), Stage.COMPILE, FailureKind.USER, "tests fail")),
        null);
    farm.watch.appended(attempt);
  }

  private void prints(long offset, String text) {
    assertThat(farm.logs.append(attempt, offset, text.getBytes(UTF_8)).gap()).isFalse();
    farm.watch.appended(attempt);
  }

  private RawClient follow(String lastEventId) throws Exception {
    return new RawClient(farm.port())
        .send(
            """
            GET /api/v1/builds/team%%2Fapp%%231/log/stream HTTP/1.1\r
            Host: x\r
            Authorization: Bearer %s\r
            %s\r
            """
                .formatted(
                    TestDispatcher.TOKEN,
                    lastEventId.isEmpty() ? "" : "Last-Event-ID: " + lastEventId + "\r\n"));
  }

  @Test
  void theLogIsReadAsAWholeAndInParts() {
    prints(0, "one\ntwo\u001b[2J\nd\u00fcrr\n");

    HttpResponse<String> whole = farm.get("/api/v1/builds/team%2Fapp%231/log");
    assertThat(whole.body()).isEqualTo("one\ntwo\nd\u00fcrr\n");
    assertThat(whole.headers().firstValue("Hearth-Log-Length")).contains("18");
    assertThat(whole.headers().firstValue("Hearth-Log-Complete")).contains("false");

    HttpResponse<String> part = farm.get("/api/v1/builds/team%2Fapp%231/log?offset=4&limit=10");
    assertThat(part.headers().firstValue("Hearth-Log-Next")).contains("13");
    HttpResponse<String> rest = farm.get("/api/v1/builds/team%2Fapp%231/log?offset=13");
    assertThat(part.body() + rest.body()).isEqualTo("two\nd\u00fcrr\n");
    assertThat(farm.get("/api/v1/builds/team%2Fapp%231/log?attempt=2").statusCode()).isEqualTo(404);
  }

  @Test
  void aMissingEndIsShownUntilItComes() {
    prints(0, "begin\n");
    ended(10);

    HttpResponse<String> gap = farm.get("/api/v1/builds/team%2Fapp%231/log");
    assertThat(gap.body()).startsWith("begin\n[hearth: missing 4 bytes from byte 6 on");
    assertThat(gap.headers().firstValue("Hearth-Log-Complete")).contains("false");

    prints(6, "end\n");
    HttpResponse<String> whole = farm.get("/api/v1/builds/team%2Fapp%231/log");
    assertThat(whole.body()).isEqualTo("begin\nend\n");
    assertThat(whole.headers().firstValue("Hearth-Log-Complete")).contains("true");
  }

  @Test
  void aFollowerSeesEachPieceAndTheEnd() throws Exception {
    try (RawClient client = follow("")) {
      client.readUntil("event: state");
      prints(0, "10%\r20%\rdone\n");
      assertThat(client.readUntil("id: 1:13")).contains("event: log\nid: 1:13");
      prints(13, "no line end");
      assertThat(client.readUntil("data: no line end"))
          .contains("data: 10%\ndata: 20%\ndata: done\ndata: \n");
      ended(24);
      assertThat(client.readUntil("event: end")).contains("event: state", "event: log\nid: 1:24");
    }
  }

  @Test
  void aBrokenConnectionLosesAndRepeatsNothing() throws Exception {
    prints(0, "one\ntwo\n");
    try (RawClient client = follow("")) {
      assertThat(client.readUntil("id: 1:8")).contains("1:8");
    }
    prints(8, "three\n");
    ended(14);
    try (RawClient client = follow("1:8")) {
      assertThat(client.readUntil("event: end"))
          .contains("id: 1:14\ndata: three\ndata: \n")
          .doesNotContain("data: two");
    }
  }

  @Test
  void followersOfManyBuildsDoNotHoldEachOtherUp() throws Exception {
    for (int i = 0; i < 20; i++) {
      follow("").readUntil("event: state");
    }
    assertThat(farm.get("/api/v1/builds/team%2Fapp%231").statusCode()).isEqualTo(200);
  }
}
