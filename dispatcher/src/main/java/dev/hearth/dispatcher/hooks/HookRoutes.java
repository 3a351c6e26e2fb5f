package dev.hearth.dispatcher.hooks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.api.Addresses;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.HttpFailure;
import dev.hearth.dispatcher.http.Request;
import dev.hearth.dispatcher.http.RouteTable;
import dev.hearth.dispatcher.http.Routes;
import dev.hearth.dispatcher.ledger.Ledgering;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.queue.Acceptance;
import dev.hearth.dispatcher.queue.Submission;
import dev.hearth.dispatcher.secrets.FarmHookSecret;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.ProjectEntry;
import dev.hearth.dispatcher.sql.ProjectStore;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.ProjectId;
import dev.hearth.webhook.GitHostHooks;
import dev.hearth.webhook.GitHostProject;
import dev.hearth.webhook.GitHubHooks;
import dev.hearth.webhook.GitLabHooks;
import dev.hearth.webhook.GiteaHooks;
import dev.hearth.webhook.HookOutcome;
import dev.hearth.webhook.PushEvent;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
  private final Ledgering ledger;

  public HookRoutes(
      CachedProjects projects,
      ProjectStore store,
      FarmHookSecret farm,
      BuildAcceptance acceptance,
      Addresses addresses,
      Ledgering ledger,
      Clock clock) {
    this.check = new HookCheck(new HookOwners(projects, farm), clock);
    this.projects = projects;
    this.store = store;
    this.acceptance = acceptance;
    this.addresses = addresses;
    this.ledger = ledger;
  }

  @Override
  public void mount(RouteTable table) {
    for (GitHostHooks host : HOSTS) {
      table.add("POST", "/hooks/" + host.name(), request -> hook(host, request));
    }
  }

  /** A hook that is refused stands in the ledger too; one that could not be taken comes again. */
  private Answer hook(GitHostHooks host, Request request) throws InterruptedException {
    try {
      return check.with(host, request, this::answer);
    } catch (HttpFailure e) {
      if (e.status() < 500) {
        ledger.refused(host.name(), String.valueOf(e.getMessage()));
      }
      throw e;
    } catch (RefusedException e) {
      ledger.refused(host.name(), String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private Answer answer(ProvenHook hook) {
    return switch (hook.outcome()) {
      case HookOutcome.Malformed malformed -> throw RefusedException.invalid(malformed.reason());
      case HookOutcome.NotInteresting boring -> nobodys(hook, "", "", boring.reason());
      case HookOutcome.Deleted deleted -> deleted(deleted, hook);
      case HookOutcome.Push push -> push(push.event(), hook);
    };
  }

  private Answer deleted(HookOutcome.Deleted deleted, ProvenHook hook) {
    String reason = deleted.ref() + " was deleted";
    List<ProjectEntry> meant = meant(hook);
    if (meant.isEmpty()) {
      return nobodys(hook, deleted.ref(), "", reason);
    }
    filtered(hook, meant, deleted.ref(), "", reason);
    return nothing(reason);
  }

  private static List<ProjectEntry> meant(ProvenHook hook) {
    Recognition recognition = Recognition.of(hook.outcome().repository());
    return hook.speaksFor().stream().filter(recognition::is).toList();
  }

  private Answer push(PushEvent push, ProvenHook hook) {
    Recognition recognition = Recognition.of(push.repository());
    List<ProjectEntry> meant = meant(hook);
    if (meant.isEmpty()) {
      String reason = "no project with this secret is built from " + name(push.repository());
      return nobodys(hook, push.ref(), push.commit(), reason);
    }
    if (!Commit.isHash(push.commit())) {
      String reason = "repositories with SHA-256 are not built";
      filtered(hook, meant, push.ref(), push.commit(), reason);
      return nothing(reason);
    }
    Map<Boolean, List<ProjectEntry>> byWish =
        meant.stream().collect(Collectors.partitioningBy(one -> one.project().builds(push.ref())));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode builds = json.putArray("builds");
    for (ProjectEntry one : byWish.getOrDefault(true, List.of())) {
      Project project = one.project();
      Submission submission = submission(project, push, hook.delivery(project.id()));
      Acceptance accepted = acceptance.accept(submission);
      ledger.accepted(hook.host(), submission, accepted);
      builds.add(json(project, accepted));
    }
    String unwanted = push.ref() + " is none of the branches and tags that are built";
    filtered(hook, byWish.getOrDefault(false, List.of()), push.ref(), push.commit(), unwanted);
    meant.stream()
        .filter(recognition::teaches)
        .forEach(one -> Thread.startVirtualThread(() -> learn(one, recognition)));
    return builds.isEmpty() ? nothing(unwanted) : Answer.json(202, json);
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

  private void filtered(
      ProvenHook hook, List<ProjectEntry> meant, String ref, String commit, String reason) {
    for (ProjectEntry one : meant) {
      ProjectId project = one.project().id();
      ledger.filtered(hook.host(), project, hook.delivery(project), ref, commit, reason);
    }
  }

  private Answer nobodys(ProvenHook hook, String ref, String commit, String reason) {
    ledger.filtered(hook.host(), ref, commit, reason);
    return nothing(reason);
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
