package dev.hearth.dispatcher.remote;

import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectSecrets;
import dev.hearth.dispatcher.queue.RemoteRefs;
import dev.hearth.gitclient.GitAccess;
import dev.hearth.gitclient.GitConnection;
import dev.hearth.gitclient.GitCredential;
import dev.hearth.protocol.GitUrl;
import dev.hearth.protocol.GitUrlPolicy;
import dev.hearth.protocol.HostResolver;
import dev.hearth.protocol.ProjectId;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks Git hosts by {@code ls-remote}, with the project's credentials and under the same policy as
 * an agent's checkout.
 */
public final class JGitRemoteRefs implements RemoteRefs {
  private final GitAccess access;
  private final Function<ProjectId, Optional<ProjectSecrets>> secrets;
  private final Patience patience;

  /**
   * With the secrets of the projects.
   *
   * @param secrets empty for a project that is gone
   */
  public JGitRemoteRefs(
      GitUrlPolicy policy,
      HostResolver resolver,
      Function<ProjectId, Optional<ProjectSecrets>> secrets,
      Patience patience) {
    this.access = new GitAccess(policy, resolver, patience.silence());
    this.secrets = secrets;
    this.patience = patience;
  }

  @Override
  public Refs of(Project project) {
    GitConnection connection =
        new GitConnection(
            GitUrl.parse(project.gitUrl()), credential(secrets.apply(project.id())), access);
    return patience.ask(
        "read the refs of " + project.name() + " from " + connection.url(),
        () -> RefsOfRemote.read(connection.refs()));
  }

  private static GitCredential credential(Optional<ProjectSecrets> secrets) {
    return switch (secrets.map(ProjectSecrets::gitCredential).orElse(null)) {
      case null -> GitCredential.none();
      case dev.hearth.dispatcher.projects.GitCredential.Password stored ->
          new GitCredential.UserPassword(stored.username(), stored.password().reveal());
      case dev.hearth.dispatcher.projects.GitCredential.SshKey stored ->
          new GitCredential.SshKey(stored.privateKey().reveal(), stored.knownHosts());
    };
  }
}
