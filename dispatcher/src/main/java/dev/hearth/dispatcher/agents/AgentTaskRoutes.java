package dev.hearth.dispatcher.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.HttpFailure;
import dev.hearth.dispatcher.http.Request;
import dev.hearth.dispatcher.http.RouteTable;
import dev.hearth.dispatcher.http.Routes;
import dev.hearth.dispatcher.logs.LogAppend;
import dev.hearth.dispatcher.logs.LogStore;
import dev.hearth.dispatcher.logs.LogWatch;
import dev.hearth.dispatcher.projects.GitCredential;
import dev.hearth.dispatcher.projects.ProjectSecrets;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.sql.AgentKeys;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.ProjectEntry;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.TaskOrder;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an agent asks of a dispatcher: an attempt's secrets, answered only while its task stands
 * under that agent, the keeping of its log, and which projects were deleted.
 */
public final class AgentTaskRoutes implements Routes {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_CHUNK = 1 << 20;

  /** Some 25,000 projects: more than a host ever has caches of. */
  private static final int MOST_ASKED = 1 << 20;

  private final AgentCalls calls;
  private final StandingTasks tasks;
  private final LogRights rights;
  private final CachedProjects projects;
  private final RegistryLogins registry;
  private final LogStore logs;
  private final LogWatch watch;

  /**
   * With what an agent signs in to the registry.
   *
   * @param user empty where the registry asks for none
   * @param ofAttempt whether it opens no more than the attempt may have, so that what the
   *     repository says can be built with it
   */
  public record RegistryLogin(String user, Secret password, boolean ofAttempt) {}

  /** Which login an attempt gets. */
  @FunctionalInterface
  public interface RegistryLogins {
    RegistryLogin of(AgentId agent, AttemptId attempt);
  }

  public AgentTaskRoutes(
      AgentKeys keys,
      StandingTasks tasks,
      LogRights rights,
      CachedProjects projects,
      RegistryLogins registry,
      LogStore logs,
      LogWatch watch) {
    this.calls = new AgentCalls(keys);
    this.tasks = tasks;
    this.rights = rights;
    this.projects = projects;
    this.registry = registry;
    this.logs = logs;
    this.watch = watch;
  }

  @Override
  public void mount(RouteTable table) {
    table.add("GET", "/agent/v1/attempts/{attempt}/secrets", this::secrets);
    table.add("POST", "/agent/v1/projects/deleted", this::deleted);
    table.add("PUT", "/agent/v1/attempts/{attempt}/log/{offset}", this::log);
  }

  private Answer secrets(Request request) {
    AgentId agent = calls.agent(request);
    AttemptId attempt = AgentCalls.attempt(request);
    TaskOrder task =
        tasks
            .standing(agent, attempt)
            .orElseThrow(() ->
                RefusedException.absent(
                    "tried to give out the secrets of attempt %s, but its task does not stand under agent %s; stop it"
                        .formatted(attempt, agent)));
    ProjectSecrets secrets =
        projects
            .find(task.request().project())
            .map(ProjectEntry::secrets)
            .orElseThrow(() ->
                RefusedException.absent(
                    "tried to give out the secrets of attempt "
                        + attempt
                        + ", but its project was deleted"));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("git", git(secrets.gitCredential()));
    RegistryLogin login = registry.of(agent, attempt);
    json.putObject("registry")
        .put("username", login.user())
        .put("password", login.password().reveal())
        .put("ofAttempt", login.ofAttempt());
    return Answer.json(200, json);
  }

  private static @Nullable ObjectNode git(@Nullable GitCredential credential) {
    return switch (credential) {
      case null -> null;
      case GitCredential.Password password ->
          JsonNodeFactory.instance
              .objectNode()
              .put("username", password.username())
              .put("password", password.password().reveal());
      case GitCredential.SshKey key ->
          JsonNodeFactory.instance
              .objectNode()
              .put("sshKey", key.privateKey().reveal())
              .put("knownHosts", key.knownHosts());
    };
  }

  /** Read from SQL itself: what a cache misses would be deleted on the agent's host. */
  private Answer deleted(Request request) throws InterruptedException {
    calls.agent(request);
    projects.refresh();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode deleted = json.putArray("deleted");
    for (JsonNode each : asked(request).path("projects")) {
      if (projects.remembered(project(each.asText())).isEmpty()) {
        deleted.add(each.asText());
      }
    }
    return Answer.json(200, json);
  }

  private static JsonNode asked(Request request) throws InterruptedException {
    try {
      return JSON.readTree(request.body(MOST_ASKED));
    } catch (IOException e) {
      throw RefusedException.invalid(
          "tried to read what projects are asked for, but it is no JSON");
    }
  }

  private static ProjectId project(String id) {
    try {
      return new ProjectId(id);
    } catch (IllegalArgumentException e) {
      throw RefusedException.invalid("tried to look for a project, but " + e.getMessage());
    }
  }

  private Answer log(Request request) throws InterruptedException {
    AgentId agent = calls.agent(request);
    AttemptId attempt = AgentCalls.attempt(request);
    long offset = offset(request);
    Optional<Long> bound = rights.bound(agent, attempt);
    if (bound.isEmpty()) {
      throw RefusedException.absent(
          "tried to keep the log of attempt %s, but it never was agent %s's; send no more of it"
              .formatted(attempt, agent));
    }
    byte[] piece = request.body(MOST_CHUNK);
    if (offset + piece.length > bound.get()) {
      throw new HttpFailure(
          413,
          "tried to keep the log of attempt %s, but %d bytes are the most it may have; cut it"
              .formatted(attempt, bound.get()));
    }
    LogAppend appended = logs.append(attempt, offset, piece);
    watch.appended(attempt);
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("length", appended.length());
    if (appended.gap()) {
      json.put(
          "error",
          "tried to keep the log from byte %d on, but only %d bytes are held; send it from there"
              .formatted(offset, appended.length()));
    }
    return Answer.json(appended.gap() ? 409 : 200, json);
  }

  private static long offset(Request request) {
    String text = request.path("offset");
    if (!text.matches("[0-9]{1,15}")) {
      throw RefusedException.invalid("tried to read the log's offset, but it is no number from 0");
    }
    return Long.parseLong(text);
  }
}
