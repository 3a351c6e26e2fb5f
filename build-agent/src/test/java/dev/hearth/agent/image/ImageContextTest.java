package dev.hearth.agent.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.agent.StageFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ImageContextTest {
  private static final byte[] DOCKERFILE = "FROM x\n".getBytes(StandardCharsets.UTF_8);

  @TempDir Path temporary;
  private Path tree = Path.of("");

  @BeforeEach
  void makeAWorkTree() throws IOException {
    tree = Files.createDirectory(temporary.resolve("tree"));
  }

  @Test
  void holdsFilesFoldersAndLinksAsTheyAre() throws IOException {
    file("app/run.sh", "run");
    Files.setPosixFilePermissions(
        tree.resolve("app/run.sh"), PosixFilePermissions.fromString("rwxr-x--x"));
    Files.createDirectory(tree.resolve("empty"));
    Files.createSymbolicLink(tree.resolve("current"), Path.of("app"));

    Map<String, TarArchiveEntry> entries = entries("");

    assertThat(entries)
        .containsOnlyKeys(".d", ".dockerignore", "app/", "app/run.sh", "current", "empty/");
    TarArchiveEntry script = entry(entries, "app/run.sh");
    assertThat(script.getMode() & 0777).isEqualTo(0751);
    assertThat(script.getLongUserId()).isZero();
    assertThat(script.getSize()).isEqualTo(3);
    assertThat(entry(entries, "current").isSymbolicLink()).isTrue();
    assertThat(entry(entries, "current").getLinkName()).isEqualTo("app");
    assertThat(entry(entries, "empty/").isDirectory()).isTrue();
  }

  @Test
  void followsNoLinkOutOfTheWorkTree() throws IOException {
    Files.createSymbolicLink(tree.resolve("rooted"), Path.of("/etc"));
    Files.createSymbolicLink(tree.resolve("shadow"), Path.of("/etc/shadow"));
    Files.createSymbolicLink(tree.resolve("up"), Path.of(".."));

    Map<String, TarArchiveEntry> entries = entries("");

    assertThat(entries).containsOnlyKeys(".d", ".dockerignore", "rooted", "shadow", "up");
    assertThat(entry(entries, "rooted").isSymbolicLink()).isTrue();
    assertThat(entry(entries, "shadow").getSize()).isZero();
  }

  @Test
  void aContextThatLeadsThroughALinkIsRefused() throws IOException {
    Files.createSymbolicLink(tree.resolve("rooted"), Path.of("/etc"));
    for (String context : List.of("rooted", "rooted/ssl", "../tree", "/etc", "absent")) {
      assertThatThrownBy(() -> entries(context))
          .as(context)
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining(context);
    }
  }

  @Test
  void anIgnoreFileThatIsALinkIsNotRead() throws IOException {
    Files.writeString(temporary.resolve("outside"), "*\n");
    Files.createSymbolicLink(tree.resolve(".dockerignore"), Path.of("../outside"));
    file("a", "a");

    assertThat(entries("")).containsOnlyKeys(".d", ".dockerignore", "a");
  }

  @Test
  void aPipeFailsTheStage() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", tree.resolve("pipe").toString()).start().waitFor())
        .isZero();

    assertThatThrownBy(() -> entries(""))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("'pipe', which is neither file nor folder nor link");

    file(".dockerignore", "pipe\n");
    assertThat(entries("")).containsOnlyKeys(".d", ".dockerignore");
  }

  @Test
  void leavesOutWhatIsIgnored() throws IOException {
    file(".dockerignore", "target\n!target/app.jar\n*.md\n");
    file("target/app.jar", "jar");
    file("target/classes/A.class", "class");
    file("README.md", "readme");
    file("docs/README.md", "readme");

    assertThat(entries(""))
        .containsOnlyKeys(".d", ".dockerignore", "docs/", "docs/README.md", "target/app.jar");
  }

  @Test
  void theIgnoreFileBesideTheDockerfileWins() throws IOException {
    file(".dockerignore", "a\n");
    file("docker/Dockerfile.dockerignore", "b\n");
    file("a", "a");
    file("b", "b");

    assertThat(entries("", "docker/Dockerfile")).containsKey("a").doesNotContainKey("b");
  }

  @Test
  void takesAFolderOfTheWorkTree() throws IOException {
    file("service/target/app.jar", "jar");
    file("other", "other");

    assertThat(entries("service/target")).containsOnlyKeys(".d", ".dockerignore", "app.jar");
  }

  @Test
  void isBoundedInBytesAndInEntries() throws IOException {
    file("a", "12345");
    file("b", "12345");

    assertThatThrownBy(() -> write(new ImageContext(tree, "", 9, 100), "Dockerfile"))
        .hasMessageContaining("more than 9 bytes");
    assertThatThrownBy(() -> write(new ImageContext(tree, "", 100, 1), "Dockerfile"))
        .hasMessageContaining("more than 1 files");
  }

  @Test
  void keepsLongAndForeignNames() throws IOException {
    String name = "ä".repeat(60) + "/" + "long".repeat(50);
    file(name, "x");

    assertThat(entries("")).containsKey(name);
  }

  private void file(String path, String content) throws IOException {
    Path file = tree.resolve(path);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, content);
  }

  private static TarArchiveEntry entry(Map<String, TarArchiveEntry> entries, String name) {
    return Objects.requireNonNull(entries.get(name));
  }

  private Map<String, TarArchiveEntry> entries(String context) throws IOException {
    return entries(context, "Dockerfile");
  }

  private Map<String, TarArchiveEntry> entries(String context, String dockerfile)
      throws IOException {
    byte[] tar = write(new ImageContext(tree, context, 1 << 20, 1000), dockerfile);
    Map<String, TarArchiveEntry> entries = new LinkedHashMap<>();
    try (var in =
        new TarArchiveInputStream(new ByteArrayInputStream(tar), StandardCharsets.UTF_8.name())) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), entry);
      }
    }
    return entries;
  }

  private static byte[] write(ImageContext context, String dockerfile) throws IOException {
    var out = new ByteArrayOutputStream();
    context.write(out, ".d", DOCKERFILE, dockerfile);
    return out.toByteArray();
  }
}
