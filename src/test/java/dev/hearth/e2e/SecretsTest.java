package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Secrets appear nowhere: logs, answers, etcd, command lines, images, files. */
@OnSharedFarm
class SecretsTest {
  private static final String DOCKERFILE =
      """
      FROM debian:bookworm-slim
      COPY . /everything
      RUN env
      """;

  private final TestFarm farm;

  SecretsTest(TestFarm farm) {
    this.farm = farm;
  }

  @Test
  void secretsAreNowhereToBeSeen() throws IOException {
    String git = farm.secrets.git();
    TestProject project =
        farm.project(
            """
            {"gitCredential": {"username": "%s", "password": "%s"}, "hookSecret": "%s",
             "builder": "maven-jdk17", "command": "env; cat .git/config; ls -laR . > listing"}
            """
                .formatted(TestFarm.GIT_USER, git, farm.secrets.hook()));
    TestBuild build = project.push(Map.of("Dockerfile", DOCKERFILE)).succeeded();
    String image = build.json().path("images").path(0).path("reference").asText();
    farm.docker.run("pull", image);
    Path saved = farm.home().resolve("image.tar");
    farm.docker.run("save", "-o", saved.toString(), image);

    assertSilent("the build's log", build.log());
    for (String path :
        List.of(
            "/api/v1/projects",
            "/api/v1/projects/" + project.id(),
            "/api/v1/builds",
            "/api/v1/builds/" + build.id(),
            "/api/v1/agents",
            "/metrics",
            "/health/ready")) {
      assertSilent(path, farm.client.get(path).body());
    }
    assertSilent("the image's history", farm.docker.run("history", "--no-trunc", image));
    assertSilent("the image's configuration", farm.docker.run("image", "inspect", image));
    assertSilent("the image", Files.readString(saved, StandardCharsets.ISO_8859_1));
    // etcd's own password stands there by etcd's own doing.
    assertSilent(
        "all that etcd was ever told", etcdFiles().replace(farm.secrets.etcd(), "its password"));
    for (String agent : List.of("east", "west")) {
      assertSilent("the log of " + agent, farm.agentProcess(agent).log());
      assertSilent("the command line of " + agent, farm.agentProcess(agent).commandLine());
    }
    for (String kept : List.of("hearth.db", "hearth.db-wal", "agents", "logs")) {
      assertSilentFiles(farm.home().resolve(kept));
    }
  }

  /** The write-ahead log has every value, those too that were deleted since. */
  private String etcdFiles() {
    String container = farm.docker.run("ps", "-q", "--filter", "publish=" + farm.etcd.port());
    return farm.docker.run(
        "exec", container, "sh", "-c", "cat /tmp/etcd/member/wal/* /tmp/etcd/member/snap/db");
  }

  /** Files that are removed meanwhile are none. */
  private void assertSilentFiles(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertSilent(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
  }

  private void assertSilent(String where, String text) {
    for (String secret : List.of(farm.secrets.git(), farm.secrets.hook(), farm.secrets.etcd())) {
      assertThat(text.contains(secret))
          .as("%s has the secret %s…", where, secret.substring(0, 12))
          .isFalse();
    }
  }
}
