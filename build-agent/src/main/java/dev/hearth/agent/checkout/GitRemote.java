package dev.hearth.agent.checkout;

import dev.hearth.agent.LogSink;
import dev.hearth.gitclient.GitAccess;
import dev.hearth.gitclient.GitConnection;
import dev.hearth.gitclient.GitCredential;
import dev.hearth.protocol.GitUrl;
import java.util.Collection;
import java.util.List;
import org.eclipse.jgit.api.FetchCommand;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;

/** One repository on a Git server: asked for its refs, and fetched from. */
final class GitRemote {
  private final GitConnection connection;

  GitRemote(GitUrl url, GitCredential credential, GitAccess access) {
    this.connection = new GitConnection(url, credential, access);
  }

  GitUrl url() {
    return connection.url();
  }

  /** The remote's branches and tags, and its HEAD, which is symbolic where the server says so. */
  Collection<Ref> heads() throws InterruptedException {
    return connection.refs();
  }

  /** Fetches what the specs name, and the tags that point into it. */
  FetchResult fetch(Repository into, List<RefSpec> specs, HistoryBound bound, LogSink log)
      throws GitAPIException {
    FetchCommand command =
        Git.wrap(into)
            .fetch()
            .setRemote(url().toString())
            .setRefSpecs(specs)
            .setTagOpt(TagOpt.AUTO_FOLLOW)
            .setForceUpdate(true)
            .setProgressMonitor(new FetchProgress(log));
    bound.limit(command);
    FetchResult result = connection.run(command);
    result.getMessages().lines().map(line -> "remote: " + line).forEach(log::line);
    return result;
  }
}
