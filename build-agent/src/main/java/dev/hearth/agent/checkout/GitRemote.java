package dev.hearth.agent.checkout;

import dev.hearth.agent.LogSink;
import dev.hearth.agent.StageFailure;
import dev.hearth.protocol.GitUrl;
import dev.hearth.protocol.GitUrlVerdict;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.eclipse.jgit.api.FetchCommand;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.TransportCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.jspecify.annotations.Nullable;

/** One repository on a Git server: asked for its refs, and fetched from. */
final class GitRemote {
  private final GitUrl url;
  private final GitCredential credential;
  private final GitAccess access;

  GitRemote(GitUrl url, GitCredential credential, GitAccess access) {
    BlindSystemReader.install();
    this.url = url;
    this.credential = credential;
    this.access = access;
  }

  GitUrl url() {
    return url;
  }

  /** The remote's branches, and its HEAD, which is symbolic where the server says so. */
  Collection<Ref> heads() throws GitAPIException {
    return talk(sessions -> {
      var command = Git.lsRemoteRepository().setRemote(url.toString()).setHeads(false);
      configure(command, sessions);
      return command.call();
    });
  }

  /** Fetches what the specs name, and the tags that point into it. */
  FetchResult fetch(Repository into, List<RefSpec> specs, HistoryBound bound, LogSink log)
      throws GitAPIException {
    return talk(sessions -> {
      FetchCommand command =
          Git.wrap(into)
              .fetch()
              .setRemote(url.toString())
              .setRefSpecs(specs)
              .setTagOpt(TagOpt.AUTO_FOLLOW)
              .setForceUpdate(true)
              .setProgressMonitor(new FetchProgress(log));
      bound.limit(command);
      configure(command, sessions);
      FetchResult result = command.call();
      result.getMessages().lines().map(line -> "remote: " + line).forEach(log::line);
      return result;
    });
  }

  private interface Talk<T> {
    T with(@Nullable SshdSessionFactory sessions) throws GitAPIException;
  }

  private <T> T talk(Talk<T> talk) throws GitAPIException {
    switch (access.policy().check(url, access.resolver())) {
      case GitUrlVerdict.Allowed _ -> {}
      case GitUrlVerdict.Refused(String reason) ->
          throw StageFailure.user("tried to fetch from " + url + " but " + reason);
      case GitUrlVerdict.NotFound(String reason) ->
          throw StageFailure.infrastructure(
              "tried to fetch from %s but %s; check the Git URL and the name service"
                  .formatted(url, reason));
    }
    if (url.scheme() != GitUrl.Scheme.SSH) {
      return talk.with(null);
    }
    if (!(credential instanceof GitCredential.SshKey key)) {
      throw StageFailure.user(
          "tried to fetch from %s but the project has no SSH key for it; give it a gitCredential"
                  .formatted(url)
              + " with one");
    }
    try (SshdSessionFactory sessions = StrictSsh.sessions(key, Path.of("/nonexistent"))) {
      return talk.with(sessions);
    }
  }

  private void configure(TransportCommand<?, ?> command, @Nullable SshdSessionFactory sessions) {
    command.setTimeout(Math.toIntExact(access.idle().toSeconds()));
    command.setTransportConfigCallback(transport -> configure(transport, sessions));
    if (credential instanceof GitCredential.UserPassword(String user, String password)) {
      command.setCredentialsProvider(new UsernamePasswordCredentialsProvider(user, password));
    }
  }

  private void configure(Transport transport, @Nullable SshdSessionFactory sessions) {
    switch (transport) {
      case TransportHttp http -> {
        http.setHttpConnectionFactory(new GuardedConnections(url, access));
        http.setUseSmartHttp(true);
      }
      case SshTransport ssh when sessions != null -> ssh.setSshSessionFactory(sessions);
      case Transport other ->
          throw new IllegalStateException("no way to speak " + other.getClass().getSimpleName());
    }
  }
}
