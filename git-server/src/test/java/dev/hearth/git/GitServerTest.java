package dev.hearth.git;

import static dev.hearth.git.RepositoryFile.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GitServerTest {
  @TempDir Path scratch;

  private final RecordedRequests requests = new RecordedRequests();
  private Path root = Path.of(".");
  private String commit = "";

  @BeforeEach
  void repository() {
    root = scratch.resolve("repositories");
    GitRepository repository = GitRepository.create(root, "team/app.git");
    commit = repository.commit("main", Map.of("a.txt", text("hello")), "first");
  }

  @Test
  void aRepositoryIsCloned() throws IOException {
    try (GitServer server = GitServer.start(GitServerConfig.of(root), requests)) {
      clone(server.url("team/app.git"), "clone");
    }

    assertThat(scratch.resolve("clone/a.txt")).hasContent("hello");
    assertThat(requests.all()).allMatch(request -> request.authorization().isEmpty());
    assertThat(requests.bytesSent()).isPositive();
  }

  @Test
  void aBodyOfManyMegabytesPassesBothWays() throws IOException {
    byte[] noise = new byte[8_000_000];
    new Random(7).nextBytes(noise);
    try (GitServer server = GitServer.start(GitServerConfig.of(root).withPushes(), requests)) {
      Path clone = clone(server.url("team/app.git"), "clone");
      Files.write(clone.resolve("noise"), noise);
      git(clone, "add", "noise");
      git(clone, "-c", "user.name=n", "-c", "user.email=e", "commit", "-q", "-m", "noise");
      git(clone, "push", "-q", "origin", "main");
      assertThat(clone(server.url("team/app.git"), "again").resolve("noise"))
          .hasBinaryContent(noise);
    }
  }

  @Test
  void aPushIsRefusedUnlessItIsAllowed() throws IOException {
    try (GitServer server = GitServer.start(GitServerConfig.of(root), requests)) {
      Path clone = clone(server.url("team/app.git"), "clone");
      assertThatThrownBy(() -> git(clone, "push", "origin", "main:other"))
          .hasMessageContaining("403");
    }
  }

  @Test
  void onlyTheUserWithThePasswordGetsIn() throws IOException {
    GitServerConfig config = GitServerConfig.of(root).onlyFor("robot", "secret");
    try (GitServer server = GitServer.start(config, requests)) {
      String address = "robot:%s@127.0.0.1:" + server.port() + "/team/app.git";
      clone(URI.create("http://" + address.formatted("secret")), "clone");
      assertThatThrownBy(() -> clone(URI.create("http://" + address.formatted("wrong")), "other"))
          .hasMessageContaining("Authentication failed");
    }

    assertThat(requests.all()).anyMatch(request -> request.status() == 401);
    assertThat(requests.all()).anyMatch(request -> request.authorization().isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/team/../../secret.git/info/refs?service=git-upload-pack",
        "/team/%2e%2e/%2e%2e/secret.git/info/refs?service=git-upload-pack",
        "//secret.git/info/refs?service=git-upload-pack",
        "/link.git/info/refs?service=git-upload-pack",
        "/team/app.git/config",
        "/team/app.git/HEAD",
        "/team/app.git/objects/info/packs",
        "/team/app.git/info/refs?service=git-upload-archive",
        "/team/app.git/info/refs",
        "/none.git/info/refs?service=git-upload-pack"
      })
  void whatLiesElsewhereIsNotServed(String target) throws IOException {
    GitRepository.create(scratch, "secret.git");
    Files.createSymbolicLink(root.resolve("link.git"), scratch.resolve("secret.git"));
    try (GitServer server = GitServer.start(GitServerConfig.of(root), requests)) {
      assertThat(raw(server.port(), "GET " + target + " HTTP/1.1")).startsWith("HTTP/1.1 404");
    }
  }

  @Test
  void aTakenPortIsRefused() throws IOException {
    try (GitServer server = GitServer.start(GitServerConfig.of(root), requests)) {
      GitServerConfig same = GitServerConfig.of(root).onPort(server.port());
      assertThatThrownBy(() -> GitServer.start(same, requests)).isInstanceOf(BindException.class);
    }
  }

  @Test
  void theNewestCommitIsWhatTheServerNames() throws IOException {
    try (GitServer server = GitServer.start(GitServerConfig.of(root), requests)) {
      String refs = git(scratch, "ls-remote", server.url("team/app.git").toString(), "main");
      assertThat(refs).startsWith(commit);
    }
  }

  private Path clone(URI url, String name) {
    git(scratch, "clone", "-q", url.toString(), name);
    return scratch.resolve(name);
  }

  private static String git(Path directory, String... arguments) {
    return GitCommand.run(directory, new byte[0], List.of(arguments));
  }

  /** Sent as it is: an HTTP client would tidy the path up. */
  private static String raw(int port, String line) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request = line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream answer = socket.getInputStream();
      return new String(answer.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
