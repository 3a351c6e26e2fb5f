package dev.hearth.agent.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.agent.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class WorkTreeFilesTest {
  @TempDir Path scratch;

  private Path root = Path.of("");
  private WorkTreeFiles files = new WorkTreeFiles(root);

  @BeforeEach
  void tree() throws IOException {
    root = Files.createDirectories(scratch.resolve("tree"));
    files = new WorkTreeFiles(root);
    Files.createDirectories(root.resolve("module/target"));
    Files.writeString(root.resolve("module/build.sh"), "#!/bin/sh");
    Files.writeString(scratch.resolve("outside"), "secret");
    Files.createSymbolicLink(root.resolve("inner"), Path.of("module/../module"));
    Files.createSymbolicLink(root.resolve("rooted"), Path.of("/etc"));
    Files.createSymbolicLink(root.resolve("absolute"), root.resolve("module"));
    Files.createSymbolicLink(root.resolve("module/up"), Path.of("../../outside"));
    Files.createSymbolicLink(root.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(root.resolve("b"), Path.of("a"));
  }

  @Test
  void foldersAndFilesAreFound() {
    assertThat(files.folder("the context", ".")).isEqualTo(root);
    assertThat(files.folder("the context", "")).isEqualTo(root);
    assertThat(files.folder("the context", "module/target/"))
        .isEqualTo(root.resolve("module/target"));
    assertThat(files.file("the script", "module/build.sh"))
        .isEqualTo(root.resolve("module/build.sh"));
    assertThat(files.exists("the POM", "pom.xml")).isFalse();
  }

  @Test
  void aLinkThatStaysInsideIsResolved() {
    assertThat(files.file("the script", "inner/build.sh"))
        .isEqualTo(root.resolve("module/build.sh"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../outside",
        "module/../../outside",
        "/etc",
        "rooted",
        "rooted/passwd",
        "absolute/build.sh",
        "module/up",
        "a",
        ".git",
        ".GIT/hooks",
        "module\\up",
        "none"
      })
  void whatIsNotInsideIsRefused(String path) {
    assertThatThrownBy(() -> files.file("the script", path))
        .isInstanceOf(StageFailure.class)
        .hasMessageStartingWith("tried to find the script '" + path + "'");
    assertThatThrownBy(() -> files.folder("the context", path)).isInstanceOf(StageFailure.class);
  }

  @Test
  void aFifoIsNoFileAndIsNotOpened() throws Exception {
    new ProcessBuilder("mkfifo", root.resolve("fifo").toString()).start().waitFor();

    assertThatThrownBy(() -> files.file("the Dockerfile", "fifo"))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("not a regular file");
  }
}
