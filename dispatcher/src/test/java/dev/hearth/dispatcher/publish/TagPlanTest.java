package dev.hearth.dispatcher.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.projects.BuildTags;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import dev.hearth.protocol.WantedTag;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TagPlanTest {
  private static final Commit COMMIT = new Commit("a".repeat(40));
  private static final Instant NOW = Instant.EPOCH;
  private final Map<String, WantedTag> owners = new HashMap<>();

  private static BuildRecord build(long number, long sequence, String ref) {
    BuildRequest request =
        new BuildRequest(
            new ProjectId("00000000-0000-4000-8000-000000000001"),
            new ProjectName("team/app"),
            number,
            ref,
            COMMIT,
            null,
            Cause.PUSH,
            sequence,
            List.of("mine"),
            true,
            "hook",
            null,
            NOW);
    return BuildRecord.queued(BuildId.next(), request, NOW);
  }

  private List<WantedTag> plan(BuildRecord build) {
    BuildTags tags =
        new BuildTags(
            COMMIT.value(),
            List.of("n" + build.request().number()),
            List.of("main"),
            List.of("mine"));
    return TagPlan.of(
        tags, build, "team/app", "sha256:1", tag -> Optional.ofNullable(owners.get(tag)), NOW);
  }

  private List<String> names(BuildRecord build) {
    return plan(build).stream().map(WantedTag::tag).toList();
  }

  private void owned(String tag, String ref, long sequence, BuildId by) {
    owners.put(tag, new WantedTag("team/app", tag, "sha256:0", COMMIT, ref, sequence, by, NOW));
  }

  @Test
  void theFirstSuccessOfACommitHasItsTag() {
    assertThat(names(build(4, 1, "refs/heads/main")))
        .containsExactly(COMMIT.value(), "n4", "main", "mine");
  }

  @Test
  void aLaterSuccessOfTheSameCommitGetsATagOfItsOwn() {
    owned(COMMIT.value(), "", 0, BuildId.next());

    assertThat(names(build(5, 1, "refs/heads/main"))).startsWith(COMMIT + "-5");
  }

  @Test
  void aBuildThatIsPublishedASecondTimeKeepsItsTag() {
    BuildRecord build = build(4, 1, "refs/heads/main");
    owned(COMMIT.value(), "", 0, build.id());

    assertThat(names(build)).startsWith(COMMIT.value());
  }

  @Test
  void aMovingTagNeverGoesBack() {
    owned("main", "refs/heads/main", 7, BuildId.next());

    assertThat(names(build(4, 6, "refs/heads/main"))).doesNotContain("main");
    assertThat(names(build(4, 8, "refs/heads/main"))).contains("main");
  }

  @Test
  void aMovingTagStaysWithItsRef() {
    owned("main", "refs/heads/main", 1, BuildId.next());

    assertThat(names(build(4, 9, "refs/tags/main"))).doesNotContain("main");
  }

  @Test
  void aBuildThatWasNotAcceptedAsAHeadMovesNothing() {
    assertThat(names(build(4, 0, "refs/heads/main"))).doesNotContain("main").contains("mine");
  }

  @Test
  void aTagThatFollowsARefCannotBeTakenByHand() {
    owned("mine", "refs/heads/mine", 1, BuildId.next());

    assertThat(names(build(4, 1, "refs/heads/main"))).doesNotContain("mine");
  }
}
