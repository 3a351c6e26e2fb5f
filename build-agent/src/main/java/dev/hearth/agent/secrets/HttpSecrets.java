package dev.hearth.agent.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.agent.StageFailure;
import dev.hearth.agent.http.DispatcherHttp;
import dev.hearth.agent.secrets.AttemptSecrets.GitSecret;
import dev.hearth.agent.secrets.AttemptSecrets.RegistrySecret;
import dev.hearth.protocol.AttemptId;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks the dispatcher, by {@code GET /agent/v1/attempts/{attempt}/secrets}. */
public final class HttpSecrets implements SecretsSource {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final DispatcherHttp dispatcher;
  private final Duration patience;

  /**
   * @param patience how long a dispatcher is asked that does not answer
   */
  public HttpSecrets(DispatcherHttp dispatcher, Duration patience) {
    this.dispatcher = dispatcher;
    this.patience = patience;
  }

  @Override
  public AttemptSecrets fetch(AttemptId attempt) throws InterruptedException {
    long giveUp = System.nanoTime() + patience.toNanos();
    while (true) {
      String cause;
      try {
        HttpResponse<byte[]> response =
            dispatcher.send(dispatcher.request("/agent/v1/attempts/" + attempt + "/secrets"));
        int status = response.statusCode();
        if (status == 200) {
          return read(JSON.readTree(response.body()));
        }
        if (status == 401 || status == 403) {
          throw StageFailure.infrastructure(
              "tried to fetch the attempt's secrets but the dispatcher at %s refuses this agent's key (status %d); set HEARTH_AGENT_KEY_FILE"
                  .formatted(dispatcher.address(), status));
        }
        cause = "it answered with status " + status;
      } catch (IOException e) {
        cause = e.toString();
      }
      if (System.nanoTime() > giveUp) {
        throw StageFailure.lost(
            "tried to fetch the attempt's secrets from the dispatcher at %s for %d s but %s"
                .formatted(dispatcher.address(), patience.toSeconds(), cause));
      }
      Thread.sleep(PAUSE);
    }
  }

  private static AttemptSecrets read(JsonNode json) throws IOException {
    JsonNode registry = json.path("registry");
    return new AttemptSecrets(
        git(json.path("git")),
        new RegistrySecret(
            text(registry, "username"),
            text(registry, "password"),
            registry.path("ofAttempt").asBoolean(false)));
  }

  private static Optional<GitSecret> git(JsonNode git) throws IOException {
    if (git.hasNonNull("sshKey")) {
      return Optional.of(new GitSecret.SshKey(text(git, "sshKey"), text(git, "knownHosts")));
    }
    return git.hasNonNull("password")
        ? Optional.of(new GitSecret.Password(text(git, "username"), text(git, "password")))
        : Optional.empty();
  }

  private static String text(JsonNode object, String field) throws IOException {
    JsonNode value = object.path(field);
    if (!value.isTextual()) {
      throw new IOException("its answer has no " + field);
    }
    return value.asText();
  }
}
