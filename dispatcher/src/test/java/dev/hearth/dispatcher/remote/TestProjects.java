package dev.hearth.dispatcher.remote;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hearth.dispatcher.projects.GitCredential;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectJson;
import dev.hearth.dispatcher.projects.ProjectSecrets;
import dev.hearth.protocol.GitUrlPolicy;
import dev.hearth.protocol.HostResolver;
import dev.hearth.protocol.ProjectId;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Projects of which nothing matters but where their repository is. */
final class TestProjects {
  /** Short enough for a host that falls silent, long enough for a machine that is busy. */
  static final Patience PATIENCE = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(45));

  private TestProjects() {}

  static Project at(String gitUrl) {
    return ProjectJson.create(
            ProjectId.random(),
            JsonNodeFactory.instance.objectNode().put("name", "team/app").put("gitUrl", gitUrl))
        .project();
  }

  /** Asks with this credential, and may ask these servers only because they are listed. */
  static JGitRemoteRefs remotes(@Nullable GitCredential credential, URI... listed) {
    ProjectSecrets secrets = new ProjectSecrets(List.of(), credential);
    return new JGitRemoteRefs(
        policy(listed), HostResolver.system(), _ -> Optional.of(secrets), PATIENCE);
  }

  static GitUrlPolicy policy(URI... listed) {
    Set<String> servers =
        Stream.of(listed)
            .map(server -> server.getHost() + ":" + server.getPort())
            .collect(Collectors.toSet());
    return new GitUrlPolicy(Set.of(), servers);
  }
}
