package dev.hearth.dispatcher.remote;

import static dev.hearth.git.RepositoryFile.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.projects.GitCredential;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.queue.RemoteRefs;
import dev.hearth.git.GitRepository;
import dev.hearth.git.GitServer;
import dev.hearth.git.GitServerConfig;
import dev.hearth.git.RecordedRequests;
import dev.hearth.protocol.Commit;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JGitRemoteRefsTest {
  @TempDir Path scratch;

  private GitServer server;
  private GitRepository repository;
  private final RecordedRequests requests = new RecordedRequests();

  @BeforeEach
  void serve() throws IOException {
    repository = GitRepository.create(scratch, "team/app.git");
    server = GitServer.start(GitServerConfig.of(scratch), requests);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void branchesAndTagsAreGivenByTheCommitsThatTheyStandFor() {
    String first = repository.commit("main", Map.of("a", text("1")), "one");
    String second = repository.commit("topic/part", Map.of("a", text("2")), "two");
    repository.tag("light", first);
    String tag = repository.annotatedTag("v1.0", second, "release");
    repository.git("update-ref", "refs/pull/1/head", first);

    RemoteRefs.Refs refs = ask(null, "team/app.git");

    assertThat(tag).isNotEqualTo(second);
    assertThat(refs.commits())
        .containsOnly(
            Map.entry("refs/heads/main", new Commit(first)),
            Map.entry("refs/heads/topic/part", new Commit(second)),
            Map.entry("refs/tags/light", new Commit(first)),
            Map.entry("refs/tags/v1.0", new Commit(second)));
    assertThat(refs.head()).isEqualTo("refs/heads/main");
  }

  @Test
  void theHeadIsTheBranchThatTheServerNamesAndNoOtherThatStandsThere() {
    String commit = repository.commit("main", Map.of("a", text("1")), "one");
    repository.branch("trunk", commit);
    repository.git("symbolic-ref", "HEAD", "refs/heads/trunk");

    assertThat(ask(null, "team/app.git").head()).isEqualTo("refs/heads/trunk");
  }

  @Test
  void aHeadWithoutANameIsTheUsualBranchThatStandsThere() {
    String commit = repository.commit("main", Map.of("a", text("1")), "one");
    repository.branch("another", commit);
    repository.git("update-ref", "--no-deref", "HEAD", commit);
    assertThat(ask(null, "team/app.git").head()).isEqualTo("refs/heads/main");

    repository.commit("main", Map.of("a", text("2")), "two");
    assertThat(ask(null, "team/app.git").head()).isEqualTo("refs/heads/another");

    repository.deleteBranch("another");
    assertThat(ask(null, "team/app.git").head()).isNull();
  }

  @Test
  void anEmptyRepositoryHasNothing() {
    RemoteRefs.Refs refs = ask(null, "team/app.git");

    assertThat(refs.commits()).isEmpty();
    assertThat(refs.head()).isNull();
  }

  @Test
  void aServerIsAskedForNoMoreThanBranchesAndTags() {
    String commit = repository.commit("main", Map.of("a", text("1")), "one");
    for (int i = 0; i < 60; i++) {
      repository.git("update-ref", "refs/merge-requests/" + i + "/head", commit);
    }

    ask(null, "team/app.git");

    assertThat(requests.bytesSent()).isLessThan(3_000);
  }

  @Test
  void theProjectsPasswordLetsIn() throws IOException {
    repository.commit("main", Map.of("a", text("1")), "one");
    closeAndServeOnlyFor("robot", "s3cret");

    assertThat(ask(password("robot", "s3cret"), "team/app.git").commits()).hasSize(1);
  }

  @Test
  void anotherPasswordOrNoneIsRefused() throws IOException {
    closeAndServeOnlyFor("robot", "s3cret");

    refused("refused the credentials", password("robot", "wr0ng"), "team/app.git");
    refused("refused the credentials", null, "team/app.git");
  }

  @Test
  void aRepositoryThatIsNotThereIsSaid() {
    refused("there is no such repository", null, "team/other.git");
  }

  @Test
  void nothingListens() {
    URI url = server.url("team/app.git");
    server.close();

    assertThatThrownBy(() -> TestProjects.remotes(null, url).of(TestProjects.at(url.toString())))
        .hasMessageContaining("tried to read the refs of team/app from " + url)
        .hasMessageContaining("did not answer");
  }

  @Test
  @Timeout(20)
  void aServerThatFallsSilentIsNotWaitedFor() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/app.git");

      assertThatThrownBy(() -> TestProjects.remotes(null, url).of(TestProjects.at(url.toString())))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("fell silent");
    }
  }

  @Test
  void whatThePolicyDoesNotAllowIsNotAsked() {
    URI url = server.url("team/app.git");

    assertThatThrownBy(() -> TestProjects.remotes(null).of(TestProjects.at(url.toString())))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("plain http to " + url.getAuthority() + " is refused");
    assertThat(requests.all()).isEmpty();
  }

  @Test
  void aRedirectIsFollowedOnlyWhereThePolicyAllowsAndWithoutThePassword() throws IOException {
    repository.commit("main", Map.of("a", text("1")), "one");
    HttpServer lure = local();
    URI own = URI.create("http://127.0.0.1:" + lure.getAddress().getPort() + "/team/app.git");
    lure.createContext(
        "/",
        exchange -> {
          String there = "http://127.0.0.1:" + server.port() + exchange.getRequestURI();
          exchange.getResponseHeaders().set("Location", there);
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    lure.start();
    GitCredential credential = password("robot", "s3cret");
    try {
      assertThatThrownBy(
              () -> TestProjects.remotes(credential, own).of(TestProjects.at(own.toString())))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("is refused");
      assertThat(requests.all()).isEmpty();

      RemoteRefs.Refs refs =
          TestProjects.remotes(credential, own, server.url("x"))
              .of(TestProjects.at(own.toString()));

      assertThat(refs.commits()).hasSize(1);
      assertThat(requests.all())
          .isNotEmpty()
          .allSatisfy(request -> assertThat(request.authorization()).isEmpty());
    } finally {
      lure.stop(0);
    }
  }

  @Test
  void aServerThatListsWithoutEndIsCutOff() throws IOException {
    Queue<Long> sent = new ConcurrentLinkedQueue<>();
    HttpServer endless = local();
    URI url = URI.create("http://127.0.0.1:" + endless.getAddress().getPort() + "/app.git");
    endless.createContext(
        "/",
        exchange -> {
          exchange
              .getResponseHeaders()
              .set("Content-Type", "application/x-git-upload-pack-advertisement");
          exchange.sendResponseHeaders(200, 0);
          long bytes = 0;
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(line("# service=git-upload-pack\n"));
            out.write("0000".getBytes(StandardCharsets.US_ASCII));
            while (bytes < 200L << 20) {
              byte[] line = line("%040x refs/heads/b%d\n".formatted(bytes + 1, bytes));
              out.write(line);
              bytes += line.length;
            }
          } finally {
            sent.add(bytes);
          }
        });
    endless.start();
    try {
      assertThatThrownBy(() -> TestProjects.remotes(null, url).of(TestProjects.at(url.toString())))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("more refs than can be read");
    } finally {
      endless.stop(0);
    }
    assertThat(sent).allSatisfy(bytes -> assertThat(bytes).isLessThan(100L << 20));
  }

  private static byte[] line(String text) {
    return "%04x%s".formatted(text.length() + 4, text).getBytes(StandardCharsets.US_ASCII);
  }

  private static HttpServer local() throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  private void closeAndServeOnlyFor(String user, String password) throws IOException {
    server.close();
    server = GitServer.start(GitServerConfig.of(scratch).onlyFor(user, password), requests);
  }

  private RemoteRefs.Refs ask(@Nullable GitCredential credential, String path) {
    URI url = server.url(path);
    return TestProjects.remotes(credential, url).of(TestProjects.at(url.toString()));
  }

  private void refused(String words, @Nullable GitCredential credential, String path) {
    assertThatThrownBy(() -> ask(credential, path))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(RefusedException.Reason.IMPOSSIBLE))
        .hasMessageContaining(words)
        .hasMessageNotContaining("wr0ng");
  }

  private static GitCredential password(String user, String password) {
    return new GitCredential.Password(user, new Secret(password));
  }
}
