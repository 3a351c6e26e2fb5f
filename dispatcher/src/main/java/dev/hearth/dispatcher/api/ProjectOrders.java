package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Trail;
import dev.hearth.dispatcher.projects.GitCredential;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectInput;
import dev.hearth.dispatcher.projects.ProjectJson;
import dev.hearth.dispatcher.projects.ProjectSecrets;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.ProjectEntry;
import dev.hearth.dispatcher.sql.ProjectStore;
import dev.hearth.protocol.GitUrl;
import dev.hearth.protocol.GitUrlPolicy;
import dev.hearth.protocol.GitUrlVerdict;
import dev.hearth.protocol.HostResolver;
import dev.hearth.protocol.ProjectId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Creates, changes and deletes projects on somebody's behalf, and has the trail tell who did. */
public final class ProjectOrders {
  private static final Set<String> UNDER_WAY = Set.of("queued", "assigned", "running", "pushed");

  private final ProjectStore store;
  private final CachedProjects cached;
  private final Builds builds;
  private final GitUrlPolicy policy;
  private final HostResolver resolver;
  private final HostKeys hostKeys;
  private final NewProjects groups;
  private final Trail trail;

  public ProjectOrders(ApiParts parts) {
    this.groups = new NewProjects(parts);
    this.trail = parts.people().trail();
    this.store = parts.store();
    this.cached = parts.projects();
    this.builds = parts.builds();
    this.policy = parts.gitPolicy();
    this.resolver = parts.resolver();
    this.hostKeys = parts.hostKeys();
  }

  /**
   * @param body as {@link ProjectJson} has it
   * @throws RefusedException if they may not, or it cannot be
   */
  public ProjectEntry create(Principal who, String from, JsonNode body) {
    return create(who, from, body, (_, _) -> {});
  }

  /**
   * Creates a project that stands a test.
   *
   * @param test throws what is wrong
   * @throws RefusedException if they may not, or it cannot be
   */
  public ProjectEntry create(
      Principal who, String from, JsonNode body, BiConsumer<Project, ProjectSecrets> test) {
    ProjectInput input = ProjectJson.create(ProjectId.random(), body);
    Project project = input.project();
    groups.require(who, project.name());
    ProjectSecrets secrets = trusting(project, input.newSecrets());
    test.accept(project, secrets);
    ProjectEntry entry = store.create(project, secrets);
    cached.refresh();
    groups.own(who, entry);
    told(who, from, entry, "project.created", Map.of("gitUrl", project.gitUrl()));
    return entry;
  }

  /**
   * @param body the fields that change, as {@link ProjectJson} has them
   * @throws RefusedException if they may not, or it cannot be
   */
  public ProjectEntry change(Principal who, String from, ProjectEntry before, JsonNode body) {
    ProjectInput wanted = ProjectJson.change(before.project(), body);
    groups.requireMove(who, before.project().name(), wanted.project().name());
    ProjectSecrets trusted = trusting(wanted.project(), wanted.changed(before.secrets()));
    ProjectEntry changed =
        store.change(
            before.project().id(),
            old -> {
              ProjectInput input = ProjectJson.change(old.project(), body);
              boolean sameHost = input.project().gitUrl().equals(wanted.project().gitUrl());
              if (!sameHost) {
                throw RefusedException.conflict(
                    "tried to change "
                        + old.project().name()
                        + ", but somebody else changed its gitUrl meanwhile; look again");
              }
              return old.with(input.project(), trustingAs(trusted, input.changed(old.secrets())));
            });
    cached.refresh();
    told(who, from, changed, "project.changed", ProjectChanges.between(before, changed));
    return changed;
  }

  /**
   * @throws RefusedException if builds of it are under way
   */
  public void delete(Principal who, String from, ProjectEntry entry) {
    Project project = entry.project();
    List<BuildView> underWay =
        builds
            .list(new BuildFilter(Set.of(project.id()), UNDER_WAY, null, null, null, null, 1))
            .builds();
    if (!underWay.isEmpty()) {
      throw RefusedException.conflict(
          "tried to delete project "
              + project.name()
              + ", but its build "
              + underWay.getFirst().record().request().title()
              + " is under way; cancel it first");
    }
    store.delete(project.id());
    cached.refresh();
    groups.disown(entry);
    told(who, from, entry, "project.deleted", Map.of());
  }

  /** Refuses a URL that the farm does not talk to, and learns an SSH host's keys. */
  private ProjectSecrets trusting(Project project, ProjectSecrets secrets) {
    if (policy.check(project.gitUrl(), resolver) instanceof GitUrlVerdict.Refused refused) {
      throw RefusedException.invalid(
          "tried to take 'gitUrl' of " + project.name() + ", but " + refused.reason());
    }
    return secrets.gitCredential() instanceof GitCredential.SshKey key && key.knownHosts().isBlank()
        ? secrets.with(key.trusting(hostKeys.learn(GitUrl.parse(project.gitUrl()))))
        : secrets;
  }

  /** With the host keys that were learned before: a Git host is never waited for in SQL. */
  private static ProjectSecrets trustingAs(ProjectSecrets trusted, ProjectSecrets secrets) {
    return trusted.gitCredential() instanceof GitCredential.SshKey learned
            && secrets.gitCredential() instanceof GitCredential.SshKey key
            && key.knownHosts().isBlank()
        ? secrets.with(key.trusting(learned.knownHosts()))
        : secrets;
  }

  private void told(
      Principal who, String from, ProjectEntry entry, String what, Map<String, String> facts) {
    trail.record(who, from, Things.of(entry), what, facts);
  }
}
