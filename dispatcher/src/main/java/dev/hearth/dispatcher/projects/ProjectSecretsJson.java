package dev.hearth.dispatcher.projects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The secret fields of a project's JSON, and the whole of its secrets as they are sealed. */
public final class ProjectSecretsJson {
  private ProjectSecretsJson() {}

  static @Nullable Secret hookSecret(ObjectNode object, Problems problems) {
    String text = new JsonFields("", object, problems).text("hookSecret");
    if (text == null) {
      return null;
    }
    // It travels in an HTTP header, and is guessed at by anybody who reaches the hook's address.
    if (!text.matches("[\\x21-\\x7e]{16,200}")) {
      problems.add("hookSecret must have 16 to 200 visible ASCII characters: leave it out for one");
    }
    return new Secret(text);
  }

  static @Nullable GitCredential gitCredential(ObjectNode object, Problems problems) {
    JsonFields fields = new JsonFields("", object, problems).object("gitCredential");
    if (fields == null) {
      return null;
    }
    fields.refuseOthers(Set.of("username", "password", "sshKey", "knownHosts"));
    String username = fields.text("username");
    String password = fields.text("password");
    String key = fields.text("sshKey");
    if (key != null && password == null && username == null) {
      if (!key.contains("PRIVATE KEY-----")) {
        problems.add("gitCredential.sshKey is no private key in OpenSSH's or PEM form");
      }
      return new GitCredential.SshKey(new Secret(key), fields.text("knownHosts", ""));
    }
    if (password != null && !password.isEmpty() && key == null) {
      // GitLab, GitHub and Gitea all take a token with any user name.
      return new GitCredential.Password(username == null ? "git" : username, new Secret(password));
    }
    problems.add("gitCredential must have username and password, or sshKey");
    return null;
  }

  /** All secrets in the clear: only for sealing. */
  public static JsonNode write(ProjectSecrets secrets) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    secrets.hookSecrets().forEach(secret -> json.withArray("/hookSecrets").add(secret.reveal()));
    switch (secrets.gitCredential()) {
      case null -> {}
      case GitCredential.Password(String username, Secret password) ->
          json.putObject("gitCredential")
              .put("username", username)
              .put("password", password.reveal());
      case GitCredential.SshKey(Secret key, String knownHosts) ->
          json.putObject("gitCredential").put("sshKey", key.reveal()).put("knownHosts", knownHosts);
    }
    return json;
  }

  /** What {@link #write} wrote. */
  public static ProjectSecrets read(JsonNode json) {
    List<Secret> hookSecrets = new ArrayList<>();
    json.path("hookSecrets").forEach(node -> hookSecrets.add(new Secret(node.asText())));
    JsonNode credential = json.path("gitCredential");
    if (credential.has("sshKey")) {
      return new ProjectSecrets(
          hookSecrets,
          new GitCredential.SshKey(
              new Secret(credential.path("sshKey").asText()),
              credential.path("knownHosts").asText()));
    }
    if (credential.has("password")) {
      return new ProjectSecrets(
          hookSecrets,
          new GitCredential.Password(
              credential.path("username").asText(),
              new Secret(credential.path("password").asText())));
    }
    return new ProjectSecrets(hookSecrets, null);
  }
}
