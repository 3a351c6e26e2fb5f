package dev.hearth.dispatcher.hooks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.api.Addresses;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.RouteTable;
import dev.hearth.dispatcher.http.Routes;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.queue.Acceptance;
import dev.hearth.dispatcher.queue.Submission;
import dev.hearth.dispatcher.secrets.FarmHookSecret;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.ProjectEntry;
import dev.hearth.dispatcher.sql.ProjectStore;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.webhook.DeliveryId;
import dev.hearth.webhook.GitHostHooks;
import dev.hearth.webhook.GitHostProject;
import dev.hearth.webhook.GitHubHooks;
import dev.hearth.webhook.GitLabHooks;
import dev.hearth.webhook.GiteaHooks;
import dev.hearth.webhook.HookOutcome;
import dev.hearth.webhook.PushEvent;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /hooks/gitlab}, {@code /hooks/github} and {@code /hooks/gitea}. Looks at size,
 * secret, shape and repository, and at each says no in the way that keeps the Git host sending:
 * what is of no interest is a success.
 */
public final class HookRoutes implements Routes {
  private static final Logger log = LoggerFactory.getLogger(HookRoutes.class);
  private static final List<GitHostHooks> HOSTS =
      List.of(new GitLabHooks(), new GitHubHooks(), new GiteaHooks());

  private final HookCheck check;
  private final CachedProjects projects;
  private final ProjectStore store;
  private final BuildAcceptance acceptance;
  private final Addresses addresses;

  public HookRoutes(
      CachedProjects projects,
      ProjectStore store,
      FarmHookSecret farm,
      BuildAcceptance acceptance,
      Addresses addresses,
      Clock clock) {
    this.check = new HookCheck(new HookOwners(projects, farm), clock);
    this.projects = projects;
    this.store = store;
    this.acceptance = acceptance;
    this.addresses = addresses;
  }

  @Override
  public void mount(RouteTable table) {
    for (GitHostHooks host : HOSTS) {
      table.add(
          "POST", "/hooks/" + host.name(), request -> check.with(host, request, this::answer));
    }
  }

  private Answer answer(ProvenHook hook) {
    return switch (hook.outcome()) {
      case HookOutcome.Malformed malformed -> throw RefusedException.invalid(malformed.reason());
      case HookOutcome.NotInteresting boring -> nothing(boring.reason());
      case HookOutcome.Deleted deleted -> nothing(deleted.ref() + " was deleted");
      case HookOutcome.Push push -> push(push.event(), hook);
    };
  }

  private Answer push(PushEvent push, ProvenHook hook) {
    Recognition recognition = Recognition.of(push.repository());
    List<ProjectEntry> meant = hook.speaksFor().stream().filter(recognition::is).toList();
    if (meant.isEmpty()) {
      return nothing("no project with this secret is built from " + name(push.repository()));
    }
    if (!Commit.isHash(push.commit())) {
      return nothing("repositories with SHA-256 are not built");
    }
    List<ProjectEntry> wanting =
        meant.stream().filter(one -> one.project().builds(push.ref())).toList();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode builds = json.putArray("builds");
    for (ProjectEntry one : wanting) {
      Project project = one.project();
      String delivery = DeliveryId.of(hook.headers(), project.id().value(), hook.body()).value();
      builds.add(json(project, acceptance.accept(submission(project, push, delivery))));
    }
    meant.stream()
        .filter(recognition::teaches)
        .forEach(one -> Thread.startVirtualThread(() -> learn(one, recognition)));
    return builds.isEmpty()
        ? nothing(push.ref() + " is none of the branches and tags that are built")
        : Answer.json(202, json);
  }

  private static Submission submission(Project project, PushEvent push, String delivery) {
    Commit before = Commit.isHash(push.before()) ? new Commit(push.before()) : null;
    return new Submission(
        project,
        push.ref(),
        new Commit(push.commit()),
        before,
        Cause.PUSH,
        true,
        List.of(),
        project.cache(),
        push.user().isEmpty() ? "a push" : push.user(),
        delivery);
  }

  private ObjectNode json(Project project, Acceptance accepted) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", accepted.build().value())
        .put("project", project.name().value())
        .put("number", accepted.number())
        .put("url", addresses.build(accepted.build()));
  }

  private static Answer nothing(String reason) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putArray("builds");
    return Answer.json(200, json.put("reason", reason));
  }

  private static String name(GitHostProject repository) {
    return repository.path().isEmpty() ? "that repository" : repository.path();
  }

  /** Beside the answer: whether the id can be kept just now is nothing to the Git host. */
  private void learn(ProjectEntry project, Recognition recognition) {
    try {
      store.learnHost(project.project().id(), recognition.host(), recognition.id());
      projects.refresh();
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("project", project.project().name())
          .addKeyValue("why", e.getMessage())
          .log("the Git host's id of a repository could not be kept");
    }
  }
}
