package dev.hearth.dispatcher.main;

import dev.hearth.dispatcher.DispatcherConfig;
import dev.hearth.dispatcher.api.HostKeys;
import dev.hearth.dispatcher.api.RepositoryCheck;
import dev.hearth.dispatcher.queue.RemoteRefs;
import dev.hearth.dispatcher.remote.JGitRemoteRefs;
import dev.hearth.dispatcher.remote.Patience;
import dev.hearth.dispatcher.remote.SshHostKeys;
import dev.hearth.dispatcher.sql.ProjectEntry;
import dev.hearth.protocol.HostResolver;
import java.util.Optional;

/** How Git hosts are asked. */
final class Remotes {
  private Remotes() {}

  static RemoteRefs refs(DispatcherConfig config, Storage storage) {
    return new JGitRemoteRefs(
        config.gitPolicy(),
        HostResolver.system(),
        project -> storage.projects().find(project).map(ProjectEntry::secrets),
        Patience.DEFAULT);
  }

  static RepositoryCheck check(DispatcherConfig config) {
    return (project, secrets) ->
        new JGitRemoteRefs(
                config.gitPolicy(),
                HostResolver.system(),
                _ -> Optional.of(secrets),
                Patience.DEFAULT)
            .of(project);
  }

  static HostKeys hostKeys(DispatcherConfig config) {
    return new SshHostKeys(config.gitPolicy(), HostResolver.system(), Patience.DEFAULT);
  }
}
