package dev.hearth.git;

import static dev.hearth.git.RepositoryFile.script;
import static dev.hearth.git.RepositoryFile.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class GitRepositoryTest {
  @TempDir Path root;

  private GitRepository repository;

  @BeforeEach
  void create() {
    repository = GitRepository.create(root, "team/app.git");
  }

  @Test
  void aCommitAddsToWhatTheBranchHeld() {
    String first = repository.commit("main", Map.of("a.txt", text("one")), "first");
    String second = repository.commit("main", Map.of("dir/b.txt", text("two")), "second");

    assertThat(second).matches("[0-9a-f]{40}").isNotEqualTo(first);
    assertThat(repository.head("main")).contains(second);
    assertThat(repository.git("rev-parse", second + "^")).isEqualTo(first);
    assertThat(repository.git("ls-tree", "-r", "--name-only", second))
        .isEqualTo("a.txt\ndir/b.txt");
    assertThat(repository.git("log", "-1", "--format=%s", "main")).isEqualTo("second");
  }

  @Test
  void scriptsLinksSubmodulesAndRemovalsAreKept() {
    String commit =
        repository.commit(
            "main",
            Map.of(
                "build.sh",
                script("#!/bin/sh\n"),
                "link",
                new RepositoryFile.Link("../../etc/passwd"),
                "module",
                new RepositoryFile.Submodule("1".repeat(40)),
                "odd \"name\"",
                text("x")),
            "kinds");

    assertThat(repository.git("ls-tree", commit).lines())
        .anyMatch(line -> line.startsWith("100755 blob") && line.endsWith("build.sh"))
        .anyMatch(line -> line.startsWith("120000 blob") && line.endsWith("link"))
        .anyMatch(line -> line.startsWith("160000 commit 1111") && line.endsWith("module"))
        .hasSize(4);

    String after =
        repository.commit("main", Map.of("link", new RepositoryFile.Removed()), "no link");
    assertThat(repository.git("ls-tree", "--name-only", after)).doesNotContain("link");
  }

  @Test
  void aDirectoryBecomesTheWholeCommit() throws IOException {
    repository.commit("main", Map.of("old.txt", text("old")), "old");
    Path sources = Files.createDirectories(root.resolve("sources/src"));
    Files.writeString(sources.resolve("a.txt"), "a");
    Files.createSymbolicLink(sources.resolve("link"), Path.of("a.txt"));

    String commit = repository.commitDirectory("main", root.resolve("sources"), "new");

    assertThat(repository.git("ls-tree", "-r", "--name-only", commit))
        .isEqualTo("src/a.txt\nsrc/link");
  }

  @Test
  void aRewrittenBranchLosesItsHistoryAndForgetsIt() {
    String gone = repository.commit("main", Map.of("a", text("one")), "first");
    String fresh = repository.rewrite("main", Map.of("a", text("two")), "again");
    repository.forgetUnreachable();

    assertThat(repository.git("rev-list", "main")).isEqualTo(fresh);
    assertThat(repository.git("cat-file", "--batch-all-objects", "--batch-check"))
        .doesNotContain(gone);
  }

  @Test
  void anAnnotatedTagIsAnObjectOfItsOwn() {
    String commit = repository.commit("main", Map.of("a", text("one")), "first");

    String tag = repository.annotatedTag("v1", commit, "release");
    repository.tag("light", commit);

    assertThat(tag).isNotEqualTo(commit);
    assertThat(repository.git("rev-parse", "v1^{commit}")).isEqualTo(commit);
    assertThat(repository.git("rev-parse", "light")).isEqualTo(commit);
  }
}
