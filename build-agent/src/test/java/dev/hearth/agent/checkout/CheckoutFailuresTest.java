package dev.hearth.agent.checkout;

import static dev.hearth.git.RepositoryFile.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hearth.agent.StageFailure;
import dev.hearth.gitclient.GitAccess;
import dev.hearth.gitclient.GitCredential;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.FailureKind;
import dev.hearth.protocol.GitUrlPolicy;
import dev.hearth.protocol.HostResolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CheckoutFailuresTest {
  private static final String MAIN = "refs/heads/main";
  private static final String ABSENT = "0123456789012345678901234567890123456789";

  @TempDir Path scratch;

  private Sources sources;
  private String commit = "";

  @BeforeEach
  void open() {
    sources = Sources.onlyFor(scratch, "robot", "secret");
    commit = sources.repository.commit("main", Map.of("a", text("1")), "one");
  }

  @AfterEach
  void close() {
    sources.close();
  }

  @Test
  void aCommitThatIsGone() {
    refused(request(sources.url(), "secret", MAIN, ABSENT), "not in the repository (any more)");
  }

  @Test
  void aCommitThatIsGoneTogetherWithItsRef() {
    refused(
        request(sources.url(), "secret", "refs/heads/none", ABSENT),
        "(any more), and neither is refs/heads/none");
  }

  @Test
  void aCommitThatWasPushedAwayAndCollected() {
    sources.repository.rewrite("main", Map.of("b", text("2")), "rewritten");
    sources.repository.forgetUnreachable();

    refused(request(sources.url(), "secret", MAIN, commit), "not in the repository (any more)");
  }

  @Test
  void aWrongPassword() {
    refused(request(sources.url(), "wrong", MAIN, commit), "refused the credentials");
  }

  @Test
  void noPasswordWhereOneIsNeeded() {
    CheckoutRequest request = sources.request(MAIN, commit, 1);
    refused(request, "refused the credentials");
  }

  @Test
  void aRepositoryThatIsNotThere() {
    String url = sources.server.url("team/none.git").toString();
    refused(request(url, "secret", MAIN, commit), "no such repository");
  }

  @Test
  void aServerThatIsNotListed() {
    CheckoutRequest request = request("http://127.0.0.1:9/app.git", "secret", MAIN, commit);
    refused(request, "plain http to 127.0.0.1:9 is refused");
  }

  @Test
  void aHostThatCannotBeFound() {
    HostResolver none =
        host -> {
          throw new UnknownHostException(host);
        };
    GitAccess access = new GitAccess(GitUrlPolicy.anyPublicHost(), none, Duration.ofSeconds(5));
    CheckoutRequest request = request("https://git.invalid/app.git", "secret", MAIN, commit);

    assertThatThrownBy(() -> run(access, request))
        .isInstanceOfSatisfying(
            StageFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.INFRASTRUCTURE))
        .hasMessageContaining("git.invalid cannot be found");
  }

  @Test
  void aServerThatIsDown() {
    sources.close();

    assertThatThrownBy(() -> sources.checkOut(request(sources.url(), "secret", MAIN, commit)))
        .isInstanceOfSatisfying(
            StageFailure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(FailureKind.INFRASTRUCTURE);
              assertThat(failure.isAway()).isTrue();
            })
        .hasMessageContaining("did not answer");
    assertThat(sources.log.text()).containsIgnoringCase("refused");
  }

  @Test
  void aServerThatFallsSilentIsGivenUp() throws IOException {
    try (ServerSocket silent = silent()) {
      GitAccess access =
          new GitAccess(listed(silent), HostResolver.system(), Duration.ofSeconds(1));
      CheckoutRequest request = request(url(silent), "secret", MAIN, commit);

      assertThatThrownBy(() -> run(access, request))
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("fell silent");
    }
  }

  @Test
  void anInterruptEndsACheckoutThatWaitsForTheServer() throws Exception {
    try (ServerSocket silent = silent()) {
      GitAccess access = GitAccess.of(listed(silent));
      CheckoutRequest request = request(url(silent), "secret", MAIN, commit);
      CompletableFuture<Throwable> end = new CompletableFuture<>();
      Thread build =
          Thread.startVirtualThread(() -> {
            try {
              run(access, request);
            } catch (InterruptedException | RuntimeException e) {
              end.complete(e);
            }
          });
      silent.accept();
      await()
          .until(() ->
              build.getState() == Thread.State.WAITING
                  || build.getState() == Thread.State.TIMED_WAITING);

      build.interrupt();

      assertThat(end.get(2, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void aRedirectToAnotherHostDropsTheCredentials() throws Exception {
    ConcurrentLinkedQueue<String> stolen = new ConcurrentLinkedQueue<>();
    HttpServer thief =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    thief.createContext(
        "/",
        exchange -> {
          String header = exchange.getRequestHeaders().getFirst("Authorization");
          stolen.add(header == null ? "nothing" : header);
          exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    HttpServer lure =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    URI target = URI.create("http://127.0.0.1:" + thief.getAddress().getPort());
    lure.createContext("/", exchange -> redirect(exchange, target));
    thief.start();
    lure.start();
    try {
      URI own = URI.create("http://127.0.0.1:" + lure.getAddress().getPort() + "/team/app.git");
      sources.allow(own);
      refusedOrFailed(request(own.toString(), "secret", MAIN, commit));
      assertThat(stolen).isEmpty();
      sources.allow(target);
      refusedOrFailed(request(own.toString(), "secret", MAIN, commit));
      assertThat(stolen).isNotEmpty().containsOnly("nothing");
    } finally {
      thief.stop(0);
      lure.stop(0);
    }
  }

  private static void redirect(HttpExchange exchange, URI target) throws IOException {
    exchange.getResponseHeaders().set("Location", target + exchange.getRequestURI().toString());
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void refused(CheckoutRequest request, String words) {
    assertThatThrownBy(() -> sources.checkOut(request))
        .isInstanceOfSatisfying(
            StageFailure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.USER))
        .hasMessageContaining(words)
        .hasMessageNotContaining("secret");
  }

  private void refusedOrFailed(CheckoutRequest request) {
    assertThatThrownBy(() -> sources.checkOut(request)).isInstanceOf(StageFailure.class);
  }

  private void run(GitAccess access, CheckoutRequest request) throws InterruptedException {
    new Checkout(sources.mirrors, access).run(request, scratch.resolve("tree"), sources.log);
  }

  private CheckoutRequest request(String url, String password, String ref, String commit) {
    return new CheckoutRequest(
        sources.project,
        url,
        new GitCredential.UserPassword("robot", password),
        ref,
        new Commit(commit),
        1,
        true,
        Sources.PLENTY);
  }

  private static ServerSocket silent() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  private static String url(ServerSocket server) {
    return "http://127.0.0.1:" + server.getLocalPort() + "/app.git";
  }

  private static GitUrlPolicy listed(ServerSocket server) {
    return new GitUrlPolicy(Set.of(), Set.of("127.0.0.1:" + server.getLocalPort()));
  }
}
