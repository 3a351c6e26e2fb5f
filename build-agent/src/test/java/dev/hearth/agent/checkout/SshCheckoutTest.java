package dev.hearth.agent.checkout;

import static dev.hearth.git.RepositoryFile.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.agent.StageFailure;
import dev.hearth.git.GitRepository;
import dev.hearth.gitclient.GitAccess;
import dev.hearth.gitclient.GitCredential;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.GitUrlPolicy;
import dev.hearth.protocol.ProjectId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Map;
import java.util.Set;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SshCheckoutTest {
  @TempDir Path scratch;

  private final LogLines log = new LogLines();
  private SshServer server = SshServer.setUpDefaultServer();
  private KeyPair hostKey = key();
  private KeyPair own = key();
  private String commit = "";

  @BeforeEach
  void serve() throws IOException {
    commit = GitRepository.create(scratch, "app.git").commit("main", Map.of("a", text("1")), "one");
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPublickeyAuthenticator(
        (_, offered, _) -> KeyUtils.compareKeys(offered, own.getPublic()));
    server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
    server.start();
  }

  @AfterEach
  void close() throws IOException {
    server.close(true);
  }

  @Test
  void aCommitIsFetchedWithTheProjectsKeyFromTheHostThatItKnows() throws Exception {
    run(new GitCredential.SshKey(written(own), known(hostKey)));

    assertThat(scratch.resolve("tree/a")).hasContent("1");
    assertThat(Files.readString(scratch.resolve("tree/.git/config"))).doesNotContain("PRIVATE");
  }

  @Test
  void anotherHostKeyEndsIt() {
    assertThatThrownBy(() -> run(new GitCredential.SshKey(written(own), known(key()))))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("host key is not the one that the project knows");
  }

  @Test
  void aHostThatIsNotKnownEndsIt() {
    assertThatThrownBy(() -> run(new GitCredential.SshKey(written(own), "")))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("host key is not the one that the project knows");
  }

  @Test
  void anotherKeyIsRefused() {
    assertThatThrownBy(() -> run(new GitCredential.SshKey(written(key()), known(hostKey))))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("refused the credentials");
  }

  @Test
  void aKeyThatCannotBeReadIsSaid() {
    assertThatThrownBy(() -> run(new GitCredential.SshKey("nonsense", known(hostKey))))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("OpenSSH private key without passphrase");
  }

  @Test
  void withoutAKeyThereIsNoWay() {
    assertThatThrownBy(() -> run(GitCredential.none()))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("no SSH key");
  }

  @Test
  void aKeyAsSshKeygenWritesItIsRead() throws Exception {
    Path file = scratch.resolve("id");
    Process keygen =
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString())
            .start();
    assertThat(keygen.waitFor()).isZero();
    server.setPublickeyAuthenticator((_, _, _) -> true);

    run(new GitCredential.SshKey(Files.readString(file), known(hostKey)));

    assertThat(scratch.resolve("tree/a")).hasContent("1");
  }

  private void run(GitCredential credential) throws InterruptedException {
    String host = "127.0.0.1:" + server.getPort();
    GitAccess access = GitAccess.of(new GitUrlPolicy(Set.of(), Set.of(host)));
    CheckoutRequest request =
        new CheckoutRequest(
            ProjectId.random(),
            "ssh://git@" + host + scratch.resolve("app.git"),
            credential,
            "refs/heads/main",
            new Commit(commit),
            1,
            true,
            Sources.PLENTY);
    new Checkout(new GitMirrors(scratch.resolve("mirrors")), access)
        .run(request, scratch.resolve("tree"), log);
  }

  private String known(KeyPair key) {
    return "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(key.getPublic());
  }

  private static String written(KeyPair key) {
    try (var out = new ByteArrayOutputStream()) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", null, out);
      return out.toString(StandardCharsets.UTF_8);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair key() {
    try {
      return KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
