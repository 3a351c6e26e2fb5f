package dev.hearth.gitclient;

import dev.hearth.protocol.GitUrl;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.eclipse.jgit.api.TransportCommand;
import org.eclipse.jgit.api.TransportConfigCallback;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;

/**
 * The way to one repository on a Git server: asked of the operator's policy at each step, and with
 * credentials that go to that server alone. Use it on a virtual thread: then an interrupt ends it
 * at once, also while a server is silent.
 */
public final class GitConnection {
  private static final long UNBOUNDED = Long.MAX_VALUE;

  /** Some 200,000 refs of the usual length. */
  private static final long MOST_REF_BYTES = 16L << 20;

  private static final List<RefSpec> BRANCHES_AND_TAGS =
      List.of(new RefSpec("refs/heads/*:refs/heads/*"), new RefSpec("refs/tags/*:refs/tags/*"));

  private final GitUrl url;
  private final GitCredential credential;
  private final GitAccess access;

  public GitConnection(GitUrl url, GitCredential credential, GitAccess access) {
    BlindSystemReader.install();
    this.url = url;
    this.credential = credential;
    this.access = access;
  }

  public GitUrl url() {
    return url;
  }

  /**
   * The remote's branches, its tags (annotated ones are peeled), and its HEAD, which is symbolic
   * where the server says so.
   *
   * @throws GitHostException if they cannot be had
   * @throws InterruptedException if an interrupt ended it
   */
  public Collection<Ref> refs() throws InterruptedException {
    try {
      return talk(MOST_REF_BYTES, this::refs);
    } catch (IOException | RuntimeException e) {
      if (Thread.interrupted() || Causes.of(e).has(InterruptedException.class)) {
        throw new InterruptedException("asking for the refs was cancelled");
      }
      throw GitHostFailures.read(e, url)
          .orElseGet(() ->
              GitHostException.infrastructure(
                  "the server did not speak as a Git server does: " + Causes.of(e).spoken(), e));
    }
  }

  private Collection<Ref> refs(TransportConfigCallback way) throws IOException {
    try (Transport transport = Transport.open(new URIish(url.toString()))) {
      way.configure(transport);
      try (FetchConnection connection = transport.openFetch(BRANCHES_AND_TAGS, Constants.HEAD)) {
        return connection.getRefs().stream().filter(GitConnection::isWanted).toList();
      }
    } catch (URISyntaxException e) {
      throw new IOException("the Git URL cannot be read", e);
    }
  }

  private static boolean isWanted(Ref ref) {
    String name = ref.getName();
    return name.equals(Constants.HEAD)
        || name.startsWith(Constants.R_HEADS)
        || name.startsWith(Constants.R_TAGS);
  }

  /**
   * Runs a command of JGit's on this way, which replaces what the command says of time-outs and
   * credentials; its remote must be {@link #url}.
   *
   * @throws GitHostException if the policy or the credentials forbid it
   */
  public <T> T run(TransportCommand<?, T> command) throws GitAPIException {
    return talk(
        UNBOUNDED,
        way -> {
          command.setTransportConfigCallback(way);
          return command.call();
        });
  }

  private interface Talk<T, E extends Exception> {
    T on(TransportConfigCallback way) throws E;
  }

  private <T, E extends Exception> T talk(long mostBytes, Talk<T, E> talk) throws E {
    var _ = access.require(url);
    if (url.scheme() != GitUrl.Scheme.SSH) {
      var connections = new GuardedConnections(url, access, mostBytes);
      return talk.on(transport -> overHttp(transport, connections));
    }
    if (!(credential instanceof GitCredential.SshKey key)) {
      throw GitHostException.user(
          "the project has no SSH key for it; give it a gitCredential with one");
    }
    try (SshdSessionFactory sessions = StrictSsh.sessions(key, Path.of("/nonexistent"))) {
      SshSessionFactory used =
          mostBytes == UNBOUNDED ? sessions : new BoundedSessions(sessions, mostBytes);
      return talk.on(transport -> overSsh(transport, used));
    }
  }

  private void overHttp(Transport transport, GuardedConnections connections) {
    if (!(transport instanceof TransportHttp http)) {
      throw new IllegalStateException("not spoken over HTTP: " + transport);
    }
    http.setTimeout(Math.toIntExact(access.idle().toSeconds()));
    http.setHttpConnectionFactory(connections);
    http.setUseSmartHttp(true);
    if (credential instanceof GitCredential.UserPassword(String user, String password)) {
      http.setCredentialsProvider(new UsernamePasswordCredentialsProvider(user, password));
    }
  }

  private void overSsh(Transport transport, SshSessionFactory sessions) {
    if (!(transport instanceof SshTransport ssh)) {
      throw new IllegalStateException("not spoken over SSH: " + transport);
    }
    ssh.setTimeout(Math.toIntExact(access.idle().toSeconds()));
    ssh.setSshSessionFactory(sessions);
  }
}
