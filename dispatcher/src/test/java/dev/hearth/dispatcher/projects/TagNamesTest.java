package dev.hearth.dispatcher.projects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TagNamesTest {
  private static final String HASH = "0123456789abcdef0123456789abcdef01234567";
  private static final ProjectId PROJECT = ProjectId.random();

  @Test
  void aProtectedBranchMakesItsName() {
    BuildTags tags = tags("refs/heads/main", true);

    assertThat(tags.commit()).isEqualTo(HASH);
    assertThat(tags.moving()).containsExactly("main");
    assertThat(tags.fixed()).isEmpty();
  }

  @Test
  void aRefThatIsNotProtectedMakesOnlyTagsThatBeginWithBranch() {
    for (String name : List.of("latest", "v1.0", "main", "feature/x", HASH, "branch-main")) {
      for (String ref : List.of("refs/heads/" + name, "refs/tags/" + name)) {
        assertThat(TagNames.of(List.of("${branch}", "${tag}", "latest"), request(ref), false))
            .satisfies(tags ->
                assertThat(tags.moving()).isNotEmpty().allMatch(tag -> tag.startsWith("branch-")));
      }
    }
  }

  @Test
  void aBranchThatLooksLikeACommitMakesNoCommitsTag() {
    assertThat(tags("refs/heads/" + HASH.replace('0', 'f'), true).moving())
        .singleElement()
        .asString()
        .matches("ref-f123.*-[0-9a-f]{12}");
    assertThat(tags("refs/heads/" + HASH + "-7", true).moving())
        .singleElement()
        .asString()
        .startsWith("ref-");
  }

  @Test
  void aNameThatHadToBeChangedGetsAHashBehindIt() {
    assertThat(tags("refs/heads/feature/x", true).moving())
        .singleElement()
        .asString()
        .matches("feature-x-[0-9a-f]{12}");
    assertThat(tags("refs/heads/" + "y".repeat(300), true).moving().getFirst()).hasSize(128);
  }

  @Test
  void templatesWithTheNumberOrTheHashDoNotMove() {
    BuildTags tags =
        TagNames.of(
            List.of("${branch}-${number}", "${short}", "${commit}", "${tag}", "latest"),
            request("refs/heads/main"),
            true);

    assertThat(tags.fixed()).containsExactly("main-42", "01234567");
    assertThat(tags.moving()).containsExactly("latest");
    assertThat(TagNames.again(request("refs/heads/main"))).isEqualTo(HASH + "-42");
  }

  @Test
  void noTwoRefsMeetInOneTagAndAllTagsSuitARegistry() {
    Random random = new Random(7);
    Map<String, String> owners = new HashMap<>();
    String alphabet = "ab0f-./_@é{}%+";
    List<String> names =
        Stream.concat(
                Stream.of(
                    "branch-a", "a", "a/b", "a-b", "latest", "e".repeat(40), "-", ".a", "ref-a"),
                Stream.generate(() ->
                        random
                            .ints(1 + random.nextInt(20), 0, alphabet.length())
                            .mapToObj(at -> alphabet.substring(at, at + 1))
                            .reduce("", String::concat))
                    .limit(20_000))
            .distinct()
            .toList();
    for (String name : names) {
      for (boolean isProtected : List.of(true, false)) {
        String tag = tags("refs/heads/" + name, isProtected).moving().getFirst();
        assertThat(tag).matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
        assertThat(tag).doesNotMatch("(?i)[0-9a-f]{40}.*");
        assertThat(tag.startsWith("branch-")).isEqualTo(!isProtected);
        assertThat(owners.put(tag, name + isProtected)).as(tag).isNull();
      }
    }
    for (String tag : List.copyOf(owners.keySet())) {
      if (tag.startsWith("branch-")) {
        String forged = tag.substring("branch-".length());
        String second = tags("refs/heads/" + forged, false).moving().getFirst();
        assertThat(owners.getOrDefault(second, forged + false)).isEqualTo(forged + false);
      }
    }
  }

  @Test
  void aRequestedTagMustSuitARegistryAndNotLookLikeACommits() {
    assertThat(TagNames.requestedProblem("release-1")).isEmpty();
    assertThat(TagNames.requestedProblem("a/b")).isPresent();
    assertThat(TagNames.requestedProblem("-x")).isPresent();
    assertThat(TagNames.requestedProblem("x".repeat(129))).isPresent();
    assertThat(TagNames.requestedProblem(HASH)).isPresent();
  }

  private static BuildTags tags(String ref, boolean isProtected) {
    return TagNames.of(TagNames.DEFAULT_TEMPLATES, request(ref), isProtected);
  }

  private static BuildRequest request(String ref) {
    return new BuildRequest(
        PROJECT,
        new ProjectName("team/app"),
        42,
        ref,
        new Commit(HASH),
        null,
        Cause.PUSH,
        1,
        List.of(),
        true,
        "gitlab",
        null,
        Instant.EPOCH);
  }
}
