package dev.hearth.agent.checkout;

import static dev.hearth.git.RepositoryFile.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ProtectedBranchesTest {
  private static final String MAIN = "refs/heads/main";
  private static final List<String> HEAD_OF_REMOTE = List.of();

  @TempDir Path scratch;

  private Sources sources;
  private String old = "";
  private String head = "";
  private String topic = "";

  @BeforeEach
  void open() {
    sources = Sources.open(scratch);
    old = sources.repository.commit("main", Map.of("a", text("1")), "one");
    sources.repository.branch("topic", old);
    topic = sources.repository.commit("topic", Map.of("t", text("t")), "topic");
    sources.repository.commit("main", Map.of("a", text("2")), "two");
    head = sources.repository.commit("main", Map.of("a", text("3")), "three");
  }

  @AfterEach
  void close() {
    sources.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void theHeadOfTheRemotesOwnBranchIsProtected(int depth) throws Exception {
    assertThat(check(MAIN, head, depth, HEAD_OF_REMOTE))
        .isEqualTo(new Protection.Protected("main"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void anAncestorIsProtected(int depth) throws Exception {
    assertThat(check(MAIN, old, depth, HEAD_OF_REMOTE)).isEqualTo(new Protection.Protected("main"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aBranchThatIsNotMergedIsNotProtected(int depth) throws Exception {
    assertThat(check("refs/heads/topic", topic, depth, HEAD_OF_REMOTE))
        .isInstanceOf(Protection.Unprotected.class);
  }

  @Test
  void whatTheRequestClaimsDoesNotCount() throws Exception {
    assertThat(check(MAIN, topic, 1, HEAD_OF_REMOTE)).isInstanceOf(Protection.Unprotected.class);
  }

  @Test
  void branchesAreProtectedByGlob() throws Exception {
    sources.repository.branch("release/1.0", topic);

    assertThat(check("refs/heads/topic", topic, 1, List.of("main", "release/*")))
        .isEqualTo(new Protection.Protected("release/1.0"));
    assertThat(check("refs/heads/topic", topic, 1, List.of("main", "releases/*")))
        .isInstanceOf(Protection.Unprotected.class);
    assertThat(check("refs/heads/topic", topic, 1, List.of("none")))
        .isEqualTo(new Protection.Unprotected("the remote has no protected branch"));
  }

  @Test
  void aForcedPushTakesTheProtectionAway() throws Exception {
    sources.checkOut(MAIN, head, 1);
    sources.repository.rewrite("main", Map.of("b", text("new")), "rewritten");

    assertThat(check(MAIN, head, 1, HEAD_OF_REMOTE)).isInstanceOf(Protection.Unprotected.class);
  }

  @Test
  void aWorkTreeCheckedOutAfterwardsIsStillWhole() throws Exception {
    check("refs/heads/topic", topic, 1, HEAD_OF_REMOTE);

    Path tree = sources.checkOut(MAIN, head, 2);

    assertThat(Sources.git(tree, "fsck", "--full")).isEmpty();
    assertThat(Sources.git(tree, "rev-list", "--count", "HEAD")).isEqualTo("2");
  }

  private Protection check(String ref, String commit, int depth, List<String> globs)
      throws InterruptedException {
    CheckoutRequest request = sources.request(ref, commit, depth);
    sources.checkOut(request);
    return new ProtectedBranches(sources.mirrors, sources.access())
        .check(request, globs, sources.log);
  }
}
