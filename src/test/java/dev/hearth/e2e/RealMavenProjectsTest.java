package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Maven projects that nobody here wrote, as their release on Maven Central has them; the module's
 * POM fetches them.
 */
@OnSharedFarm
@Timeout(900)
class RealMavenProjectsTest {
  private static final Path RELEASES = Path.of("target", "releases");
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final TestFarm farm;

  RealMavenProjectsTest(TestFarm farm) {
    this.farm = farm;
  }

  @Test
  void aMavenPluginIsBuiltColdAndThenWarm() throws IOException {
    TestProject project = project();
    String dockerfile = "FROM hearth/jre17\nCOPY target/maven-clean-plugin-*.jar /plugin.jar\n";

    TestBuild cold = push(project, "maven-clean-plugin", dockerfile).succeeded(PATIENCE);
    TestBuild warm = project.push(Map.of("CHANGED", "")).succeeded(PATIENCE);

    assertThat(cold.log()).contains("BUILD SUCCESS", "Building Apache Maven Clean Plugin 3.4.0");
    assertThat(warm.agent()).isEqualTo(cold.agent());
    assertThat(warm.log()).contains("BUILD SUCCESS").doesNotContain("Downloading from");
    assertThat(compileSeconds(warm)).isLessThan(compileSeconds(cold));
    assertThat(listing(warm, "/plugin.jar")).contains("/plugin.jar");
  }

  @Test
  void aProjectOfSeveralModulesIsBuiltAsAWhole() throws IOException {
    TestProject project = project();
    String dockerfile =
        """
        FROM hearth/jre17
        COPY maven-wrapper/target/maven-wrapper-3.3.2.jar /wrapper.jar
        COPY maven-wrapper-plugin/target/maven-wrapper-plugin-*.jar /plugin.jar
        """;

    TestBuild build = push(project, "maven-wrapper", dockerfile).succeeded(PATIENCE);

    assertThat(build.log()).contains("BUILD SUCCESS", "Reactor Summary");
    assertThat(listing(build, "/wrapper.jar")).contains("/wrapper.jar");
  }

  private TestProject project() {
    // Without the tests, which take minutes, and without the checks of licence headers, which our
    // Dockerfile has not, and of the format, which ask for npm.
    return farm.project(
        "{\"command\": \"mvn -B -DskipTests -Drat.skip -Dspotless.check.skip package\"}");
  }

  private static TestBuild push(TestProject project, String artifact, String dockerfile)
      throws IOException {
    Path sources;
    try (var found = Files.newDirectoryStream(RELEASES, artifact + "-[0-9]*")) {
      sources = found.iterator().next();
    }
    project.repository().commitDirectory("main", sources, "the release");
    String commit = project.commit("main", Map.of("Dockerfile", dockerfile));
    return project.pushed("refs/heads/main", GitLabPush.NOTHING, commit);
  }

  private static double compileSeconds(TestBuild build) {
    return build.json().path("stages").path(2).path("seconds").asDouble();
  }

  private String listing(TestBuild build, String file) {
    String image = build.json().path("images").path(0).path("reference").asText();
    return farm.docker.run("run", "--rm", image, "ls", "-l", file);
  }
}
