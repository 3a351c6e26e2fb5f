package dev.hearth.protocol.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.AttemptOutcome;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.FailureKind;
import dev.hearth.protocol.Limits;
import dev.hearth.protocol.LostAttempt;
import dev.hearth.protocol.PlacementReason;
import dev.hearth.protocol.PublishedImage;
import dev.hearth.protocol.PushedImage;
import dev.hearth.protocol.Recipe;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.StopKind;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.TaskOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CodecTest {
  private static final FarmKeys KEYS = new FarmKeys();
  private static final String DIGEST = "sha256:" + "0".repeat(64);

  private static <T> Versioned<T> stored(Key<T> key, String json) {
    return Codec.decode(key, json.getBytes(StandardCharsets.UTF_8), 1, 1);
  }

  private static <T> Versioned<T> stored(Key<T> key, byte[] json) {
    return Codec.decode(key, json, 1, 1);
  }

  @Test
  void everyStateComesBackAsItWas() {
    AttemptId attempt = new AttemptId(BuildId.next(), 2);
    List<BuildState> states =
        List.of(
            new BuildState.Queued(Samples.NOW),
            new BuildState.Assigned(Samples.NOW, attempt, new AgentId("a")),
            new BuildState.Pushed(
                Samples.NOW, attempt, List.of(new PushedImage("app", "r", "sha256:1")), true),
            new BuildState.Succeeded(
                Samples.NOW,
                List.of(new PublishedImage("app", "team/app", "sha256:1", List.of("main")))),
            new BuildState.Failed(Samples.NOW, Stage.COMPILE, FailureKind.USER, "no"),
            new BuildState.Cancelled(Samples.NOW, "ann", "why", true),
            new BuildState.Superseded(Samples.NOW, "hearth", "newer", false),
            new BuildState.TimedOut(Samples.NOW, "hearth", "long", true),
            new BuildState.Lost(Samples.NOW, 3, "gone"));
    for (BuildState state : states) {
      BuildRecord build = Samples.build(1).in(state);
      Key<BuildRecord> key = KEYS.build(build.id());
      assertThat(stored(key, Codec.encode(key, build)).value()).isEqualTo(build);
    }
  }

  @Test
  void everyOutcomeComesBackAsItWas() {
    AttemptId attempt = new AttemptId(BuildId.next(), 1);
    AgentId agent = new AgentId("a");
    AttemptRecord claimed = AttemptRecord.claimed(attempt, agent, "i", "n", Samples.NOW);
    List<AttemptOutcome> outcomes =
        List.of(
            new AttemptOutcome.Pushed(List.of(new PushedImage("app", "r", "sha256:1")), true),
            new AttemptOutcome.Failed(Stage.IMAGE, FailureKind.TIMEOUT, "slow"),
            new AttemptOutcome.Stopped(),
            new AttemptOutcome.Lost("gone"));
    for (AttemptOutcome outcome : outcomes) {
      AttemptRecord ended =
          claimed.began(Stage.CHECKOUT, Samples.NOW).stageEnded(Samples.NOW).ended(outcome);
      Key<AttemptRecord> key = KEYS.attempt(agent, attempt);
      assertThat(stored(key, Codec.encode(key, ended)).value()).isEqualTo(ended);
    }
  }

  @Test
  void fieldsOfANewerVersionSurviveARewrite() {
    BuildRecord build = Samples.build(7);
    String json = json(build);
    String newer =
        json.replaceFirst("\\{", "{\"priority\":9,")
            .replaceFirst("\"request\":\\{", "\"request\":{\"mood\":\"good\",");
    Versioned<BuildRecord> read = stored(KEYS.build(build.id()), newer);

    byte[] rewritten = Codec.rewrite(read, read.value().stopping(stop()));

    Versioned<BuildRecord> again = stored(read.key(), rewritten);
    assertThat(again.value().stop()).isEqualTo(stop());
    assertThat(again.stored()).contains("\"priority\":9").contains("\"mood\":\"good\"");
  }

  @Test
  void theTextOfARecordIsNotKeptOfWhichAllIsKnown() {
    BuildRecord build = Samples.build(7);
    AttemptId attempt = new AttemptId(build.id(), 1);
    List<BuildRecord> records =
        List.of(
            build,
            build.placed(
                attempt, new PlacementReason(new AgentId("a"), 1, true, "home"), Samples.NOW),
            build.stopping(stop()).in(BuildState.stopped(stop(), true, Samples.NOW)),
            build.in(new BuildState.Unknown(Samples.NOW, "held")));
    for (BuildRecord record : records) {
      Versioned<BuildRecord> read = stored(KEYS.build(build.id()), json(record));
      assertThat(read.stored()).isNull();
      assertThat(Codec.rewrite(read, record)).isEqualTo(Codec.encode(read.key(), record));
    }
  }

  @Test
  void whatAStateHeldDoesNotSurviveIntoTheNextState() {
    BuildRecord failed =
        Samples.build(7).in(new BuildState.Failed(Samples.NOW, Stage.PUSH, FailureKind.USER, "no"));
    String json = json(failed);
    String newer = json.replace("\"reason\":\"no\"", "\"reason\":\"no\",\"hint\":\"x\"");
    Versioned<BuildRecord> read = stored(KEYS.build(failed.id()), newer);

    byte[] rewritten = Codec.rewrite(read, failed.in(new BuildState.Queued(Samples.NOW)));

    assertThat(new String(rewritten, StandardCharsets.UTF_8)).doesNotContain("hint", "reason");
  }

  @Test
  void aFieldThatBecomesNullIsGone() {
    BuildRecord stopping = Samples.build(7).stopping(stop());
    Versioned<BuildRecord> read =
        stored(KEYS.build(stopping.id()), Codec.encode(KEYS.build(stopping.id()), stopping));

    byte[] rewritten = Codec.rewrite(read, Samples.build(7));

    assertThat(stored(read.key(), rewritten).value().stop()).isNull();
  }

  @Test
  void aStateOfANewerVersionIsUnknownAndKeepsItsFields() {
    BuildRecord build = Samples.build(7);
    String json =
        json(build).replace("\"state\":\"queued\"", "\"state\":\"held\",\"until\":\"noon\"");
    Versioned<BuildRecord> read = stored(KEYS.build(build.id()), json);

    assertThat(read.value().state()).isInstanceOf(BuildState.Unknown.class);
    assertThat(read.value().state().word()).isEqualTo("held");
    byte[] rewritten = Codec.rewrite(read, read.value().stopping(stop()));
    assertThat(new String(rewritten, StandardCharsets.UTF_8))
        .contains("\"state\":\"held\"", "\"until\":\"noon\"");
  }

  @Test
  void whatIsNoRecordIsRefusedInWords() {
    Key<BuildRecord> key = KEYS.build(BuildId.next());
    for (String bad : List.of("", "{", "null", "[]", "{\"id\":\"x\"}")) {
      assertThatThrownBy(() -> stored(key, bad))
          .isInstanceOf(MalformedRecordException.class)
          .hasMessageContaining(key.path());
    }
  }

  @Test
  void aFullTaskStaysUnderTheBound() {
    String text = "x".repeat(2500);
    Recipe recipe =
        new Recipe(
            "https://git.example/team/app.git",
            "",
            null,
            text,
            null,
            Map.of(),
            List.of(),
            List.of(),
            0,
            true,
            true,
            Limits.DEFAULT,
            Duration.ofHours(1),
            Map.of("compile", Duration.ofMinutes(20)));
    TaskOrder order =
        new TaskOrder(
            new AttemptId(BuildId.next(), 1),
            Samples.request(1),
            recipe,
            "127.0.0.1:5000",
            true,
            false,
            Samples.NOW);

    assertThat(Codec.encode(KEYS.task(new AgentId("a"), order.attempt()), order))
        .hasSizeLessThan(Codec.LARGEST);
  }

  @Test
  void aRecordThatTakesMoreThanTheBoundIsRefusedInWords() {
    List<PushedImage> images =
        IntStream.range(0, 60).mapToObj(i -> new PushedImage("app", "r" + i, DIGEST)).toList();
    BuildRecord build = Samples.build(1);
    AttemptId attempt = new AttemptId(build.id(), 1);
    Key<BuildRecord> key = KEYS.build(build.id());

    BuildRecord large = build.in(new BuildState.Pushed(Samples.NOW, attempt, images, true));

    assertThatThrownBy(() -> Transaction.begin().put(key, large))
        .isInstanceOf(RecordTooLargeException.class)
        .hasMessageContaining(key.path())
        .hasMessageContaining("4096");
  }

  @Test
  void aBuildFitsThatLostAllItsAttemptsForLongReasons() {
    String endless = "word ".repeat(1000);
    BuildRecord build =
        Samples.build(1).stopping(new StopOrder(StopKind.CANCELLED, endless, endless, Samples.NOW));
    AgentId agent = new AgentId("a".repeat(20));
    for (int number = 1; number <= 9; number++) {
      AttemptId attempt = new AttemptId(build.id(), number);
      build = build.placed(attempt, new PlacementReason(agent, 1, true, endless), Samples.NOW);
      build = build.losing(new LostAttempt(attempt, agent, endless, number > 6, Samples.NOW));
    }
    BuildRecord lost = build.in(new BuildState.Lost(Samples.NOW, 3, endless));

    assertThat(Codec.encode(KEYS.build(lost.id()), lost)).hasSizeLessThan(Codec.LARGEST);
    assertThat(lost.lost().getFirst().reason()).startsWith("word word").endsWith("…");
  }

  private static String json(BuildRecord build) {
    return new String(Codec.encode(KEYS.build(build.id()), build), StandardCharsets.UTF_8);
  }

  private static StopOrder stop() {
    return new StopOrder(StopKind.CANCELLED, "ann", "no need", Samples.NOW);
  }
}
