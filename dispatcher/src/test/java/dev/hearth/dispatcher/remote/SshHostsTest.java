package dev.hearth.dispatcher.remote;

import static dev.hearth.git.RepositoryFile.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.projects.GitCredential;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.queue.RemoteRefs;
import dev.hearth.git.GitRepository;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.GitUrl;
import dev.hearth.protocol.HostResolver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Map;
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
class SshHostsTest {
  @TempDir Path scratch;

  private final SshServer server = SshServer.setUpDefaultServer();
  private final KeyPair elliptic = key(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
  private final KeyPair rsa = key(KeyPairProvider.SSH_RSA, 2048);
  private final KeyPair own = key(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
  private String commit = "";
  private int port;

  @BeforeEach
  void serve() throws IOException {
    commit = GitRepository.create(scratch, "app.git").commit("main", Map.of("a", text("1")), "one");
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(KeyPairProvider.wrap(elliptic, rsa));
    server.setPublickeyAuthenticator(
        (_, offered, _) -> KeyUtils.compareKeys(offered, own.getPublic()));
    server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
    server.start();
    port = server.getPort();
  }

  @AfterEach
  void close() throws IOException {
    server.close(true);
  }

  @Test
  void everyHostKeyIsLearnedInTheFormThatKnownHostsHas() {
    assertThat(learn().lines()).containsExactly(known(elliptic), known(rsa));
  }

  @Test
  void withWhatWasLearnedTheRefsAreRead() {
    RemoteRefs.Refs refs = refs(own, learn());

    assertThat(refs.commits()).containsOnly(Map.entry("refs/heads/main", new Commit(commit)));
    assertThat(refs.head()).isEqualTo("refs/heads/main");
  }

  @Test
  void aHostWhoseKeyHasChangedIsNotTalkedTo() {
    String another = known(key(KeyPairProvider.ECDSA_SHA2_NISTP256, 256));

    assertThatThrownBy(() -> refs(own, another))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("host key is not the one that the project knows");
  }

  @Test
  void aKeyThatTheHostDoesNotKnowIsRefused() {
    assertThatThrownBy(() -> refs(key(KeyPairProvider.ECDSA_SHA2_NISTP256, 256), learn()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("refused the credentials");
  }

  @Test
  void aHostThatThePolicyForbidsIsNotAskedForItsKeys() {
    SshHostKeys keys =
        new SshHostKeys(TestProjects.policy(), HostResolver.system(), TestProjects.PATIENCE);

    assertThatThrownBy(() -> keys.learn(GitUrl.parse(url())))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("the operator has not listed it");
  }

  @Test
  void whereNothingListensThatIsSaid() throws IOException {
    server.close(true);

    assertThatThrownBy(this::learn)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("tried to learn the host keys of 127.0.0.1:")
        .hasMessageContaining("did not answer");
  }

  @Test
  @Timeout(20)
  void aServerThatSaysNothingIsNotWaitedFor() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      URI url = URI.create("ssh://git@127.0.0.1:" + silent.getLocalPort() + "/app.git");

      assertThatThrownBy(() -> keys(url).learn(GitUrl.parse(url.toString())))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("fell silent");
    }
  }

  private String learn() {
    return keys(URI.create(url())).learn(GitUrl.parse(url()));
  }

  private static SshHostKeys keys(URI listed) {
    return new SshHostKeys(
        TestProjects.policy(listed), HostResolver.system(), TestProjects.PATIENCE);
  }

  private RemoteRefs.Refs refs(KeyPair key, String knownHosts) {
    GitCredential credential = new GitCredential.SshKey(new Secret(written(key)), knownHosts);
    return TestProjects.remotes(credential, URI.create(url())).of(TestProjects.at(url()));
  }

  private String url() {
    return "ssh://git@127.0.0.1:" + port + scratch.resolve("app.git");
  }

  private String known(KeyPair key) {
    return "[127.0.0.1]:" + port + " " + PublicKeyEntry.toString(key.getPublic());
  }

  private static String written(KeyPair key) {
    try (var out = new ByteArrayOutputStream()) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", null, out);
      return out.toString(StandardCharsets.UTF_8);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair key(String type, int bits) {
    try {
      return KeyUtils.generateKeyPair(type, bits);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
