package dev.hearth.gitclient;

import dev.hearth.protocol.GitUrl;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSession.ClientSessionEvent;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;

/**
 * Asks an SSH server for its host keys, as {@code ssh-keyscan} does: once for each kind of key, and
 * no further than to where it shows one.
 */
public final class HostKeyScan {
  private static final Duration SILENCE = Duration.ofSeconds(3);
  private static final List<List<BuiltinSignatures>> KINDS =
      List.of(
          List.of(BuiltinSignatures.ed25519),
          List.of(
              BuiltinSignatures.nistp256, BuiltinSignatures.nistp384, BuiltinSignatures.nistp521),
          List.of(BuiltinSignatures.rsaSHA512, BuiltinSignatures.rsaSHA256));

  private final GitAccess access;

  public HostKeyScan(GitAccess access) {
    this.access = access;
  }

  /**
   * Connects three times; waits for three seconds each time at most.
   *
   * @return lines of OpenSSH's {@code known_hosts}, at least one
   * @throws GitHostException if the URL is none of SSH's, the policy forbids it, or the server does
   *     not show a key
   */
  public List<String> lines(GitUrl url) {
    if (url.scheme() != GitUrl.Scheme.SSH) {
      throw GitHostException.user("only SSH servers have host keys; give an ssh URL");
    }
    InetSocketAddress server = new InetSocketAddress(access.require(url).getFirst(), url.port());
    List<String> lines = new ArrayList<>();
    for (List<BuiltinSignatures> kind : KINDS) {
      key(url, server, kind)
          .map(key -> name(url) + " " + PublicKeyEntry.toString(key))
          .ifPresent(lines::add);
    }
    if (lines.isEmpty()) {
      throw GitHostException.user(
          "the server shows no host key of a kind that is known here (Ed25519, ECDSA, RSA); check"
              + " that it is an SSH server");
    }
    return List.copyOf(lines);
  }

  private static Optional<PublicKey> key(
      GitUrl url, InetSocketAddress server, List<BuiltinSignatures> kind) {
    AtomicReference<PublicKey> shown = new AtomicReference<>();
    try (SshClient client = SshClient.setUpDefaultClient()) {
      client.setSignatureFactories(List.<NamedFactory<Signature>>copyOf(kind));
      client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
      client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
      client.setServerKeyVerifier((_, _, key) -> {
        shown.set(key);
        return false;
      });
      client.start();
      try (ClientSession session = client.connect("git", server).verify(SILENCE).getSession()) {
        Set<ClientSessionEvent> end =
            session.waitFor(
                EnumSet.of(ClientSessionEvent.CLOSED, ClientSessionEvent.WAIT_AUTH), SILENCE);
        if (shown.get() == null && end.contains(ClientSessionEvent.TIMEOUT)) {
          throw GitHostException.infrastructure(
              "the server fell silent; check that it is an SSH server, and try again");
        }
      }
    } catch (IOException e) {
      if (shown.get() == null) {
        throw GitHostFailures.read(e, url)
            .orElseGet(() ->
                GitHostException.infrastructure(
                    "the host did not answer; check that it is up and reachable from here", e));
      }
    }
    return Optional.ofNullable(shown.get());
  }

  private static String name(GitUrl url) {
    String host = url.host().replaceAll("[\\[\\]]", "");
    return url.port() == 22 ? host : "[" + host + "]:" + url.port();
  }
}
