package dev.hearth.cache;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class InstalledArtifactsTest {
  private static final String HEAD =
      "#NOTE: This is a Maven Resolver internal implementation file\n";

  @TempDir Path temp;
  private Path repository = Path.of("");

  @BeforeEach
  void downloadOneArtifact() throws Exception {
    repository = Files.createDirectories(temp.resolve("repository"));
    Path version = folder("org/lib/lib/1.0");
    Files.writeString(version.resolve("lib-1.0.jar"), "jar");
    Files.writeString(version.resolve("lib-1.0.pom"), "pom");
    Files.writeString(
        version.resolve("_remote.repositories"),
        HEAD + "lib-1.0.jar>central=\nlib-1.0.pom>central=\n");
  }

  @Test
  void whatWasInstalledGoesAndWhatWasDownloadedStays() throws Exception {
    Path app = folder("com/team/app/1.0-SNAPSHOT");
    for (String name : new String[] {"app-1.0-SNAPSHOT.jar", "app-1.0-SNAPSHOT.pom"}) {
      Files.writeString(app.resolve(name), "mine");
    }
    Files.writeString(
        app.resolve("_remote.repositories"),
        HEAD + "app-1.0-SNAPSHOT.jar>=\napp-1.0-SNAPSHOT.pom>=\n");
    Files.writeString(app.resolve("maven-metadata-local.xml"), "<metadata/>");
    Files.writeString(folder("com/team/app").resolve("maven-metadata-local.xml"), "<metadata/>");

    assertThat(InstalledArtifacts.removeFrom(repository)).isEqualTo(2);

    assertThat(repository.resolve("com")).doesNotExist();
    assertThat(repository.resolve("org/lib/lib/1.0")).isDirectoryContaining("glob:**.jar");
    assertThat(repository.resolve("org/lib/lib/1.0/_remote.repositories")).isRegularFile();
  }

  @Test
  void inAMixedFolderOnlyTheInstalledFileGoes() throws Exception {
    Path version = folder("org/lib/lib/1.0");
    Files.writeString(version.resolve("lib-1.0-tests.jar"), "mine");
    Path marks = version.resolve("_remote.repositories");
    Files.writeString(marks, Files.readString(marks) + "lib-1.0-tests.jar>=\n");
    Files.setAttribute(marks, "unix:uid", 10001);

    assertThat(InstalledArtifacts.removeFrom(repository)).isEqualTo(1);

    assertThat(version.resolve("lib-1.0-tests.jar")).doesNotExist();
    assertThat(version.resolve("lib-1.0.jar")).hasContent("jar");
    assertThat(marks).hasContent(HEAD + "lib-1.0.jar>central=\nlib-1.0.pom>central=\n");
    assertThat(Files.getAttribute(marks, "unix:uid")).isEqualTo(10001);
  }

  @Test
  void aDownloadThatWasOverwrittenByAnInstallGoesToo() throws Exception {
    Path version = folder("org/lib/lib/1.0");
    Path marks = version.resolve("_remote.repositories");
    Files.writeString(marks, HEAD + "lib-1.0.jar>central=\nlib-1.0.jar>=\nlib-1.0.pom>central=\n");

    assertThat(InstalledArtifacts.removeFrom(repository)).isEqualTo(1);

    assertThat(version.resolve("lib-1.0.jar")).doesNotExist();
    assertThat(marks).hasContent(HEAD + "lib-1.0.pom>central=\n");
  }

  @Test
  void marksCannotNameFilesElsewhere() throws Exception {
    Path outside = Files.writeString(temp.resolve("outside"), "x");
    Files.writeString(
        folder("evil").resolve("_remote.repositories"),
        "../org/lib/lib/1.0/lib-1.0.jar>=\n" + outside + ">=\n..>=\n.>=\n>=\n");

    InstalledArtifacts.removeFrom(repository);

    assertThat(outside).hasContent("x");
    assertThat(repository.resolve("org/lib/lib/1.0/lib-1.0.jar")).hasContent("jar");
  }

  @Test
  void marksThatAreNoPlainFileAreNotOpenedAndNothingBesideThemIsKept() throws Exception {
    Path outside = Files.writeString(temp.resolve("outside"), "secret>=\n");
    HostileTree.pipe(folder("a").resolve("_remote.repositories"));
    Files.createSymbolicLink(folder("b").resolve("_remote.repositories"), outside);
    Files.writeString(repository.resolve("b/app.jar"), "mine");
    Files.createSymbolicLink(repository.resolve("c"), temp);
    Files.createDirectories(repository.resolve("d/_remote.repositories/x"));
    Files.createSymbolicLink(folder("e").resolve("maven-metadata-local.xml"), outside);

    InstalledArtifacts.removeFrom(repository);

    assertThat(outside).hasContent("secret>=\n");
    assertThat(Files.exists(repository.resolve("a"), NOFOLLOW_LINKS)).isFalse();
    assertThat(Files.exists(repository.resolve("b"), NOFOLLOW_LINKS)).isFalse();
    assertThat(Files.exists(repository.resolve("e"), NOFOLLOW_LINKS)).isFalse();
    assertThat(repository.resolve("org/lib/lib/1.0/lib-1.0.jar")).hasContent("jar");
  }

  private Path folder(String path) throws Exception {
    return Files.createDirectories(repository.resolve(path));
  }
}
