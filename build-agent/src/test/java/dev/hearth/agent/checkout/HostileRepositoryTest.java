package dev.hearth.agent.checkout;

import static dev.hearth.agent.checkout.Sources.git;
import static dev.hearth.git.RepositoryFile.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.agent.StageFailure;
import dev.hearth.git.GitRepository;
import dev.hearth.git.GitServer;
import dev.hearth.git.GitServerConfig;
import dev.hearth.git.RecordedRequests;
import dev.hearth.git.RepositoryFile;
import dev.hearth.gitclient.GitCredential;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.FailureKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HostileRepositoryTest {
  private static final String MAIN = "refs/heads/main";

  @TempDir Path scratch;

  private Sources sources;

  @BeforeEach
  void open() {
    sources = Sources.onlyFor(scratch, "robot", "secret");
  }

  @AfterEach
  void close() {
    sources.close();
  }

  @Test
  void credentialsGoToTheProjectsServerAndNotIntoTheWorkTree() throws Exception {
    String commit = sources.repository.commit("main", Map.of("a", text("1")), "one");

    Path tree = sources.checkOut(withPassword(commit));

    assertThat(sources.requests.all()).anyMatch(request -> request.authorization().isPresent());
    assertThat(tree.resolve(".git/config")).content().doesNotContain("secret", "robot");
    assertThat(sources.log.text()).doesNotContain("secret");
    assertThat(sources.mirror().resolve("config")).content().doesNotContain("secret", "robot");
  }

  @Test
  void aSubmoduleByRelativeUrlIsCheckedOutWithItsHistory() throws Exception {
    String inner = library("team/lib.git").commit("main", Map.of("lib.txt", text("lib")), "lib");
    String commit = withSubmodule("../lib.git", inner);

    Path tree = sources.checkOut(withPassword(commit));

    assertThat(tree.resolve("lib/lib.txt")).hasContent("lib");
    assertThat(git(tree, "status", "--porcelain")).isEmpty();
    assertThat(git(tree, "submodule", "status")).startsWith(inner + " lib");
    assertThat(git(tree.resolve("lib"), "log", "--format=%s")).isEqualTo("lib");
  }

  @Test
  void aSubmoduleOnAForeignHostIsAskedWithoutCredentials() throws Exception {
    RecordedRequests foreign = new RecordedRequests();
    Path root = scratch.resolve("foreign");
    String inner =
        GitRepository.create(root, "lib.git").commit("main", Map.of("lib", text("x")), "lib");
    try (GitServer other = GitServer.start(GitServerConfig.of(root).onlyFor("x", "y"), foreign)) {
      sources.allow(other.url("lib.git"));
      String commit = withSubmodule(other.url("lib.git").toString(), inner);

      assertThatThrownBy(() -> sources.checkOut(withPassword(commit)))
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("refused the credentials");
    }

    assertThat(foreign.all()).isNotEmpty();
    assertThat(foreign.all()).allMatch(request -> request.authorization().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s/served/other/private.git",
        "file://%s/served/other/private.git",
        "../../../../../..%s/served/other/private.git",
        "ext::sh -c 'touch %s/executed'",
        "https://robot:secret@git.example.com/lib.git",
        "http://127.0.0.1:1/lib.git",
        "https://169.254.169.254/lib.git",
        "git://127.0.0.1/lib.git",
        "-uexecuted",
        "https://git.example.com/../lib.git"
      })
  void aSubmodulesUrlThatIsNotAllowedIsRefusedInWords(String url) {
    String inner = library("other/private.git").commit("main", Map.of("p", text("p")), "private");
    String commit = withSubmodule(url.formatted(scratch), inner);

    assertThatThrownBy(() -> sources.checkOut(withPassword(commit)))
        .isInstanceOfSatisfying(
            StageFailure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.USER))
        .hasMessageNotContaining("secret");
    assertThat(scratch.resolve("tree-1/lib/p")).doesNotExist();
    assertThat(scratch.resolve("executed")).doesNotExist();
  }

  @Test
  void aSubmoduleOfItselfComesToAnEnd() {
    String inner = library("team/loop.git").commit("main", Map.of("a", text("a")), "start");
    for (int i = 0; i < 8; i++) {
      inner =
          library("team/loop.git")
              .commit(
                  "main",
                  Map.of(
                      ".gitmodules",
                      modules("./../loop.git"),
                      "lib",
                      new RepositoryFile.Submodule(inner)),
                  "deeper");
    }
    String commit = withSubmodule("../loop.git", inner);

    assertThatThrownBy(() -> sources.checkOut(withPassword(commit)))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("levels");
  }

  @Test
  void oneProjectNeverReadsAnothersMirror() throws Exception {
    String inner = library("team/lib.git").commit("main", Map.of("l", text("l")), "lib");
    String commit = withSubmodule("../lib.git", inner);

    sources.checkOut(withPassword(commit));

    assertThat(sources.mirror().resolveSibling(".").toFile().list())
        .hasSize(4)
        .allMatch(name -> name.startsWith("project") || name.startsWith("module-"));
  }

  @Test
  void aTreeThatHoldsDotGitIsRefused() {
    String hook = blob("#!/bin/sh\ntouch executed\n");
    String hooks = tree("100755 blob " + hook + "\tpost-checkout");
    String root = tree("040000 tree " + hooks + "\t.git");
    refusedAsMalformed(root);
  }

  @Test
  void aTreeThatClimbsOutIsRefused() {
    String inner = tree("100644 blob " + blob("x") + "\tx");
    refusedAsMalformed(tree("040000 tree " + inner + "\t.."));
  }

  @Test
  void aNameThatIsBothALinkAndAFolderIsRefused() {
    String inner = tree("100644 blob " + blob("x") + "\tpasswd");
    String link = blob("/tmp");
    refusedAsMalformed(tree("120000 blob " + link + "\ta", "040000 tree " + inner + "\ta"));
  }

  @Test
  void aCommitLargerThanTheDiskLimitIsRefusedBeforeItIsWritten() {
    String commit = sources.repository.commit("main", Map.of("a", text("x".repeat(2000))), "big");
    CheckoutRequest request =
        new CheckoutRequest(
            sources.project,
            sources.url(),
            new GitCredential.UserPassword("robot", "secret"),
            MAIN,
            new Commit(commit),
            1,
            true,
            1000);

    assertThatThrownBy(() -> sources.checkOut(request))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("disk limit");
    assertThat(scratch.resolve("tree-1/a")).doesNotExist();
  }

  @Test
  void aBombOfTreesIsRefused() {
    String tree = tree("100644 blob " + blob("bomb") + "\tf");
    for (int level = 0; level < 10; level++) {
      String[] entries = new String[10];
      for (int i = 0; i < 10; i++) {
        entries[i] = "040000 tree " + tree + "\td" + i;
      }
      tree = tree(entries);
    }
    String commit = commit(tree);

    assertThatThrownBy(() -> sources.checkOut(withPassword(commit)))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("more than 1000000 files");
  }

  @Test
  void aFilterOrHookOfTheRepositoryIsNotRun() throws Exception {
    String commit =
        sources.repository.commit(
            "main",
            Map.of(
                ".gitattributes", text("* filter=evil diff=evil merge=evil text eol=lf\n"),
                "hooks/post-checkout", RepositoryFile.script("#!/bin/sh\ntouch executed\n"),
                ".gitconfig", text("[filter \"evil\"]\n smudge = touch executed\n")),
            "evil");

    Path tree = sources.checkOut(withPassword(commit));

    assertThat(tree.resolve("executed")).doesNotExist();
    assertThat(tree.resolve(".git/hooks/post-checkout")).doesNotExist();
  }

  private void refusedAsMalformed(String tree) {
    String commit = commit(tree);
    assertThatThrownBy(() -> sources.checkOut(withPassword(commit)))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("malformed");
    assertThat(scratch.resolve("tree-1").toFile().list()).containsExactly(".git");
    assertThat(scratch.resolve("tree-1/.git/hooks/post-checkout")).doesNotExist();
  }

  private GitRepository library(String name) {
    Path root = scratch.resolve("served");
    return root.resolve(name).toFile().exists()
        ? GitRepository.open(root, name)
        : GitRepository.create(root, name);
  }

  private String withSubmodule(String url, String commit) {
    return sources.repository.commit(
        "main",
        Map.of(".gitmodules", modules(url), "lib", new RepositoryFile.Submodule(commit)),
        "with a submodule");
  }

  private static RepositoryFile modules(String url) {
    return text("[submodule \"lib\"]\n\tpath = lib\n\turl = \"" + url + "\"\n");
  }

  private CheckoutRequest withPassword(String commit) {
    CheckoutRequest plain = sources.request(MAIN, commit, 1);
    return new CheckoutRequest(
        plain.project(),
        plain.gitUrl(),
        new GitCredential.UserPassword("robot", "secret"),
        plain.ref(),
        plain.commit(),
        plain.depth(),
        true,
        plain.maxBytes());
  }

  private String blob(String text) {
    return piped(text, "git hash-object -w --stdin");
  }

  private String tree(String... entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String entry : entries) {
      String[] parts = entry.split("[ \t]", 4);
      out.writeBytes((parts[0].replaceFirst("^0", "") + " " + parts[3] + "\0").getBytes(UTF_8));
      out.writeBytes(HexFormat.of().parseHex(parts[2]));
    }
    return piped(out.toByteArray(), "git hash-object -t tree -w --literally --stdin");
  }

  private String commit(String tree) {
    String commit =
        sources.repository.git(
            "-c", "user.name=n", "-c", "user.email=e", "commit-tree", "-m", "hostile", tree);
    sources.repository.branch("main", commit);
    return commit;
  }

  private String piped(String text, String command) {
    return piped(text.getBytes(UTF_8), command);
  }

  private String piped(byte[] input, String command) {
    try {
      Process process =
          new ProcessBuilder("sh", "-c", command)
              .directory(sources.repository.directory().toFile())
              .start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input);
      }
      return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
