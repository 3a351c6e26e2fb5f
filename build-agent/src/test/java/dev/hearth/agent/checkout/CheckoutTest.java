package dev.hearth.agent.checkout;

import static dev.hearth.agent.checkout.Sources.git;
import static dev.hearth.git.RepositoryFile.script;
import static dev.hearth.git.RepositoryFile.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.git.RepositoryFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CheckoutTest {
  private static final String MAIN = "refs/heads/main";

  @TempDir Path scratch;

  private Sources sources;

  @BeforeEach
  void open() {
    sources = Sources.open(scratch);
  }

  @AfterEach
  void close() {
    sources.close();
  }

  @Test
  void aWorkTreeHasFilesModesAndLinksAndStandsAlone() throws Exception {
    sources.repository.commit("main", Map.of("README", text("one")), "first");
    String commit =
        sources.repository.commit(
            "main",
            Map.of(
                "src/App.java",
                text("class App {}"),
                "build.sh",
                script("#!/bin/sh\n"),
                "link",
                new RepositoryFile.Link("src/App.java"),
                "hostile",
                new RepositoryFile.Link("/etc/shadow")),
            "second");

    Path tree = sources.checkOut(MAIN, commit, 0);

    assertThat(tree.resolve("src/App.java")).hasContent("class App {}");
    assertThat(Files.isExecutable(tree.resolve("build.sh"))).isTrue();
    assertThat(Files.isExecutable(tree.resolve("README"))).isFalse();
    assertThat(Files.readSymbolicLink(tree.resolve("link"))).isEqualTo(Path.of("src/App.java"));
    assertThat(Files.readSymbolicLink(tree.resolve("hostile"))).isEqualTo(Path.of("/etc/shadow"));
    Directories.delete(sources.mirror());
    assertThat(git(tree, "status", "--porcelain")).isEmpty();
    assertThat(git(tree, "rev-parse", "HEAD")).isEqualTo(commit);
    assertThat(git(tree, "branch", "--show-current")).isEqualTo("main");
    assertThat(git(tree, "log", "--format=%s")).isEqualTo("second\nfirst");
    assertThat(git(tree, "fsck", "--full", "--strict")).isEmpty();
    assertThat(git(tree, "remote", "get-url", "origin")).isEqualTo(sources.url());
    assertThat(tree.resolve(".git/objects/info/alternates")).doesNotExist();
  }

  @Test
  void noObjectIsHardLinkedToTheMirror() throws Exception {
    String commit = sources.repository.commit("main", Map.of("a", text("one")), "first");

    Path tree = sources.checkOut(MAIN, commit, 0);

    try (Stream<Path> files = Files.walk(tree.resolve(".git"))) {
      assertThat(files.filter(Files::isRegularFile))
          .allSatisfy(file -> assertThat(Files.getAttribute(file, "unix:nlink")).isEqualTo(1));
    }
  }

  @Test
  void aShallowHistoryIsAsDeepAsAskedFor() throws Exception {
    String commit = commits(5);

    Path tree = sources.checkOut(MAIN, commit, 2);

    assertThat(git(tree, "log", "--format=%s")).isEqualTo("commit 5\ncommit 4");
    assertThat(git(tree, "status", "--porcelain")).isEmpty();
    assertThat(git(tree, "fsck", "--full")).isEmpty();
    assertThat(git(tree, "rev-parse", "--is-shallow-repository")).isEqualTo("true");
  }

  @Test
  void aDeeperHistoryIsFetchedWhenItIsAskedForLater() throws Exception {
    String commit = commits(6);

    assertThat(git(sources.checkOut(MAIN, commit, 1), "rev-list", "--count", "HEAD"))
        .isEqualTo("1");
    assertThat(git(sources.checkOut(MAIN, commit, 3), "rev-list", "--count", "HEAD"))
        .isEqualTo("3");
    Path whole = sources.checkOut(MAIN, commit, 0);
    assertThat(git(whole, "rev-list", "--count", "HEAD")).isEqualTo("6");
    assertThat(git(whole, "fsck", "--full")).isEmpty();
  }

  @Test
  void twentyCommitsOneAfterTheOtherEachFetchOnlyWhatIsNew() throws Exception {
    sources.repository.commit("main", manyFiles(), "many files");
    for (int i = 1; i <= 20; i++) {
      String commit =
          sources.repository.commit("main", Map.of("changed", text("change " + i)), "change " + i);
      Path tree = sources.checkOut(MAIN, commit, 1);
      assertThat(tree.resolve("changed")).hasContent("change " + i);
      assertThat(tree.resolve("files/7")).exists();
      assertThat(git(tree, "status", "--porcelain")).isEmpty();
      long received = sources.log.received();
      if (i > 1) {
        assertThat(received).as("objects of change %d", i).isBetween(1L, 3L);
      }
    }
  }

  @Test
  void aMirrorOfTheWholeHistoryFetchesOnlyWhatIsNew() throws Exception {
    sources.repository.commit("main", manyFiles(), "many files");
    String first = sources.repository.commit("main", Map.of("a", text("1")), "one");
    sources.checkOut(MAIN, first, 0);
    sources.log.received();
    sources.requests.forget();
    String second = sources.repository.commit("main", Map.of("a", text("2")), "two");

    Path tree = sources.checkOut(MAIN, second, 0);

    assertThat(sources.log.received()).isEqualTo(3);
    assertThat(sources.requests.bytesSent()).isLessThan(5_000);
    assertThat(git(tree, "rev-list", "--count", "HEAD")).isEqualTo("3");
  }

  @Test
  void aCommitThatIsHereAlreadyIsNotAskedFor() throws Exception {
    String commit = commits(3);
    sources.checkOut(MAIN, commit, 2);
    sources.requests.forget();

    sources.checkOut(MAIN, commit, 2);

    assertThat(sources.requests.all()).isEmpty();
    assertThat(sources.log.text()).contains("already");
  }

  @Test
  void theCommitIsCheckedOutAlsoWhenItsBranchHasMovedOn() throws Exception {
    String first = sources.repository.commit("main", Map.of("a", text("1")), "one");
    sources.repository.commit("main", Map.of("a", text("2")), "two");
    sources.repository.commit("main", Map.of("a", text("3")), "three");

    Path tree = sources.checkOut(MAIN, first, 1);

    assertThat(tree.resolve("a")).hasContent("1");
    assertThat(git(tree, "status", "--porcelain")).isEmpty();
  }

  @Test
  void aCommitWhoseBranchIsGoneIsAskedForByItsHash() throws Exception {
    sources.repository.commit("main", Map.of("a", text("1")), "one");
    String commit = sources.repository.commit("topic", Map.of("a", text("2")), "two");
    sources.repository.deleteBranch("topic");

    Path tree = sources.checkOut("refs/heads/topic", commit, 1);

    assertThat(tree.resolve("a")).hasContent("2");
    assertThat(sources.log.text()).contains("refs/heads/topic is not in the repository any more");
  }

  @Test
  void aBareCommitNeedsNoRef() throws Exception {
    String commit = commits(3);

    Path tree = sources.checkOut("", commit, 1);

    assertThat(git(tree, "rev-parse", "HEAD")).isEqualTo(commit);
    assertThat(git(tree, "branch", "--show-current")).isEmpty();
  }

  @Test
  void afterAForcedPushTheNewHistoryIsBuilt() throws Exception {
    String first = commits(3);
    sources.checkOut(MAIN, first, 1);
    String second = sources.repository.rewrite("main", Map.of("b", text("new")), "rewritten");

    Path tree = sources.checkOut(MAIN, second, 1);

    assertThat(tree.resolve("b")).hasContent("new");
    assertThat(tree.resolve("a")).doesNotExist();
  }

  @Test
  void aBranchMayBecomeAFolderOfBranches() throws Exception {
    String first = sources.repository.commit("topic", Map.of("a", text("1")), "one");
    sources.checkOut("refs/heads/topic", first, 1);
    sources.repository.deleteBranch("topic");
    String second = sources.repository.commit("topic/part", Map.of("a", text("2")), "two");

    Path tree = sources.checkOut("refs/heads/topic/part", second, 1);

    assertThat(tree.resolve("a")).hasContent("2");
    assertThat(git(tree, "branch", "--show-current")).isEqualTo("topic/part");
  }

  @Test
  void anAnnotatedTagIsCheckedOutDetachedAndDescribed() throws Exception {
    String commit = commits(3);
    sources.repository.annotatedTag("v1.0", commit, "release");
    String later = sources.repository.commit("main", Map.of("a", text("later")), "later");

    Path tagged = sources.checkOut("refs/tags/v1.0", commit, 1);
    Path tree = sources.checkOut(MAIN, later, 5);

    assertThat(git(tagged, "describe")).isEqualTo("v1.0");
    assertThat(git(tagged, "branch", "--show-current")).isEmpty();
    assertThat(git(tree, "describe")).startsWith("v1.0-1-g");
    assertThat(git(tree, "fsck", "--full")).isEmpty();
  }

  @Test
  void mergesKeepBothTheirParents() throws Exception {
    String base = sources.repository.commit("main", Map.of("a", text("1")), "base");
    sources.repository.branch("topic", base);
    String topic = sources.repository.commit("topic", Map.of("b", text("2")), "topic");
    String main = sources.repository.commit("main", Map.of("a", text("3")), "main");
    String merged =
        sources.repository.git(
            "-c",
            "user.name=n",
            "-c",
            "user.email=e",
            "commit-tree",
            "-p",
            main,
            "-p",
            topic,
            "-m",
            "merge",
            main + "^{tree}");
    sources.repository.branch("main", merged);

    Path shallow = sources.checkOut(MAIN, merged, 2);
    Path whole = sources.checkOut(MAIN, merged, 0);

    assertThat(git(shallow, "log", "--format=%s").lines())
        .containsExactlyInAnyOrder("merge", "main", "topic");
    assertThat(git(whole, "rev-list", "--count", "HEAD")).isEqualTo("4");
  }

  @Test
  void filesInLargeFileStorageAreNamedInTheLog() throws Exception {
    String commit =
        sources.repository.commit(
            "main", Map.of(".gitattributes", text("*.bin filter=lfs -text\n")), "lfs");

    sources.checkOut(MAIN, commit, 1);

    assertThat(sources.log.text()).contains("Git LFS");
  }

  @Test
  void hundredsOfFetchesDoNotPileUpPacks() throws Exception {
    String commit = "";
    for (int i = 0; i < 60; i++) {
      commit = sources.repository.commit("main", Map.of("a", text("change " + i)), "change " + i);
      sources.checkOut(MAIN, commit, 1);
    }

    try (Stream<Path> packs = Files.list(sources.mirror().resolve("objects/pack"))) {
      assertThat(packs.filter(pack -> pack.toString().endsWith(".pack")).count()).isLessThan(51);
    }
    Path whole = sources.checkOut(MAIN, commit, 0);
    assertThat(git(whole, "rev-list", "--count", "HEAD")).isEqualTo("60");
  }

  private String commits(int count) {
    String commit = "";
    for (int i = 1; i <= count; i++) {
      commit = sources.repository.commit("main", Map.of("a", text("a" + i)), "commit " + i);
    }
    return commit;
  }

  private static Map<String, RepositoryFile> manyFiles() {
    Map<String, RepositoryFile> files = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      files.put("files/" + i, text("some words that differ: " + i * 7919));
    }
    return files;
  }
}
