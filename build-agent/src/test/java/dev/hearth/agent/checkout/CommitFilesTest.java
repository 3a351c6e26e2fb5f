package dev.hearth.agent.checkout;

import static dev.hearth.git.RepositoryFile.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.agent.StageFailure;
import dev.hearth.git.RepositoryFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CommitFilesTest {
  @TempDir Path scratch;

  private Sources sources;
  private CommitFiles files;
  private Path tree = Path.of("");

  @BeforeEach
  void open() throws InterruptedException {
    sources = Sources.open(scratch);
    String commit =
        sources.repository.commit(
            "main",
            Map.of(
                "Dockerfile", text("FROM scratch\n"),
                "docker/Dockerfile", new RepositoryFile.Link("../Dockerfile"),
                "through", new RepositoryFile.Link("docker"),
                "rooted", new RepositoryFile.Link("/etc"),
                "up", new RepositoryFile.Link("../../outside"),
                "loop", new RepositoryFile.Link("loop"),
                "big", text("x".repeat(3000))),
            "files");
    tree = sources.checkOut("refs/heads/main", commit, 1);
    files = sources.files(commit);
  }

  @AfterEach
  void close() {
    sources.close();
  }

  @Test
  void whatTheBuildWroteOverAFileDoesNotCount() throws Exception {
    Files.writeString(tree.resolve("Dockerfile"), "FROM somebody/elses:secret");

    assertThat(files.read("the Dockerfile", "Dockerfile", 1000))
        .hasValueSatisfying(bytes -> assertThat(bytes).asString().isEqualTo("FROM scratch\n"));
  }

  @Test
  void linksInsideAreFollowed() throws Exception {
    assertThat(files.read("the Dockerfile", "through/Dockerfile", 1000)).isPresent();
    assertThat(files.read("the Dockerfile", "./docker//Dockerfile", 1000)).isPresent();
  }

  @Test
  void whatIsAbsentIsEmpty() throws Exception {
    assertThat(files.read("the Dockerfile", "none/Dockerfile", 1000)).isEmpty();
    assertThat(files.read("the Dockerfile", "Dockerfile/x", 1000)).isEmpty();
    assertThat(files.exists("the POM", "pom.xml")).isFalse();
    assertThat(files.exists("the Dockerfile", "Dockerfile")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../Dockerfile",
        "docker/../../outside",
        "/etc/passwd",
        "docker/../Dockerfile",
        "rooted/passwd",
        "up/secret",
        "loop",
        ".git/config",
        ".GIT/config",
        "docker\\Dockerfile",
        "docker",
        "big"
      })
  void whatLeadsOutsideOrIsNoFileOrIsTooLargeIsRefused(String path) {
    assertThatThrownBy(() -> files.read("the Dockerfile", path, 1000))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("the Dockerfile '" + path + "'");
  }
}
