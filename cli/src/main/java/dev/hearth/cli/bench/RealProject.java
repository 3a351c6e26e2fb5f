package dev.hearth.cli.bench;

import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.git.GitRepository;
import dev.hearth.git.RepositoryFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A Maven project that nobody here wrote, from its release on Maven Central, with a Dockerfile. */
final class RealProject {
  static final String NAME = "bench/maven-clean-plugin";
  static final String BRANCH = "main";

  /** Without the check of licences, which would object to our Dockerfile. */
  static final String COMMAND = "mvn -B -ntp package -Drat.skip";

  private static final String ARTIFACT =
      "org.apache.maven.plugins:maven-clean-plugin:3.4.0:zip:source-release";
  private static final String COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy";

  private final GitRepository repository;
  private int changes;

  private RealProject(GitRepository repository) {
    this.repository = repository;
  }

  /**
   * Puts it into a new repository.
   *
   * @param repositories the Git server's root
   */
  static RealProject create(Path repositories, CommandLineTool tool) {
    tool.run("mvn", "-q", "-B", "-ntp", COPY, "-Dartifact=" + ARTIFACT, "-DoutputDirectory=.");
    tool.run(
        Path.of(System.getProperty("java.home"), "bin", "jar").toString(),
        "-xf",
        "maven-clean-plugin-3.4.0-source-release.zip");
    Path sources = tool.folder().resolve("maven-clean-plugin-3.4.0");
    try {
      List<String> dockerfile =
          List.of("FROM hearth/jre17", "COPY target/maven-clean-plugin-3.4.0.jar /srv/");
      Files.write(sources.resolve("Dockerfile"), dockerfile);
      allowScripts(sources);
    } catch (IOException e) {
      throw new CommandFailure("tried to add a Dockerfile to " + sources + ", but could not", e);
    }
    RealProject project = new RealProject(GitRepository.create(repositories, NAME + ".git"));
    project.repository.commitDirectory(BRANCH, sources, "Import the release");
    return project;
  }

  String head() {
    return repository.head(BRANCH).orElseThrow();
  }

  /** A commit that changes what gets into the jar, but no source: their format is checked. */
  String change() {
    changes++;
    return repository.commit(
        BRANCH,
        Map.of("src/main/resources/change.txt", RepositoryFile.text("Change " + changes + "\n")),
        "Change " + changes);
  }

  /** jar drops the executable bit. */
  private static void allowScripts(Path sources) throws IOException {
    try (Stream<Path> all = Files.walk(sources)) {
      all.filter(path -> path.getFileName().toString().endsWith(".sh"))
          .forEach(path -> path.toFile().setExecutable(true));
    }
  }
}
