package dev.hearth.gitclient;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.SshConfigStore;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;

/**
 * SSH with one key and the host keys that came with it: nothing of anybody's {@code ~/.ssh} is
 * read, no agent is asked, and a host key that is not among the given ones ends the connection.
 */
final class StrictSsh {
  private StrictSsh() {}

  /**
   * @param nowhere a directory that needs not be there; JGit wants one to call home
   * @throws GitHostException if the key or the known hosts cannot be read
   */
  static SshdSessionFactory sessions(GitCredential.SshKey credential, Path nowhere) {
    List<KeyPair> keys = keys(credential.privateKey());
    List<KnownHostEntry> hosts = hosts(credential.knownHosts());
    return new SshdSessionFactoryBuilder()
        .setHomeDirectory(nowhere.toFile())
        .setSshDirectory(nowhere.toFile())
        .setPreferredAuthentications("publickey")
        .setConfigStoreFactory((_, _, _) -> new NoConfig())
        .setDefaultKeysProvider(_ -> keys)
        .setDefaultIdentities(_ -> List.of())
        .setDefaultKnownHostsFiles(_ -> List.of())
        .setServerKeyDatabase((_, _) -> new GivenHostKeys(hosts))
        .setConnectorFactory(null)
        .build(null);
  }

  private static List<KeyPair> keys(String privateKey) {
    byte[] bytes = (privateKey.strip() + "\n").getBytes(StandardCharsets.UTF_8);
    List<KeyPair> keys = new ArrayList<>();
    try {
      Iterable<KeyPair> read =
          SecurityUtils.loadKeyPairIdentities(
              null, NamedResource.ofName("key"), new ByteArrayInputStream(bytes), null);
      if (read != null) {
        read.forEach(keys::add);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw GitHostException.user(
          "the project's SSH key is not one that can be read, or it has a passphrase; give an"
              + " OpenSSH private key without passphrase",
          e);
    }
    if (keys.isEmpty()) {
      throw GitHostException.user(
          "there is no key in the project's SSH key; give an OpenSSH private key without passphrase");
    }
    return keys;
  }

  private static List<KnownHostEntry> hosts(String lines) {
    try {
      return KnownHostEntry.readKnownHostEntries(new StringReader(lines), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw GitHostException.user(
          "the known hosts of the project's SSH key are malformed; learn them anew", e);
    }
  }

  /** What an empty {@code ~/.ssh/config} would say. */
  private static final class NoConfig implements SshConfigStore {
    @Override
    public HostConfig lookup(String host, int port, String user) {
      return EMPTY_CONFIG;
    }

    @Override
    public HostConfig lookupDefault(String host, int port, String user) {
      return EMPTY_CONFIG;
    }
  }

  private record GivenHostKeys(List<KnownHostEntry> entries) implements ServerKeyDatabase {
    @Override
    public List<PublicKey> lookup(
        String connectAddress, InetSocketAddress remoteAddress, Configuration config) {
      return entries.stream()
          .filter(
              entry -> entry.isHostMatch(remoteAddress.getHostString(), remoteAddress.getPort()))
          .map(entry -> key(entry.getKeyEntry()))
          .toList();
    }

    @Override
    public boolean accept(
        String connectAddress,
        InetSocketAddress remoteAddress,
        PublicKey serverKey,
        Configuration config,
        CredentialsProvider provider) {
      return lookup(connectAddress, remoteAddress, config).stream()
          .anyMatch(known -> KeyUtils.compareKeys(known, serverKey));
    }

    private static PublicKey key(AuthorizedKeyEntry entry) {
      try {
        return entry.resolvePublicKey(null, null);
      } catch (IOException | GeneralSecurityException e) {
        throw new IllegalStateException("a known host's key cannot be read", e);
      }
    }
  }
}
