package dev.hearth.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cli.client.Json;
import java.time.Instant;

/**
 * A push, as GitLab 17.5 tells of it.
 *
 * @param path the repository's path on the Git host, {@code team/app}
 * @param host the Git host's own URL
 */
public record GitLabPush(
    String host, String path, String branch, String before, String after, String message) {

  public String json() {
    ObjectNode push = Json.object();
    push.put("object_kind", "push")
        .put("event_name", "push")
        .put("before", before)
        .put("after", after)
        .put("ref", "refs/heads/" + branch)
        .put("ref_protected", true)
        .put("checkout_sha", after)
        .putNull("message")
        .put("user_id", 4)
        .put("user_name", "Hearth Sample")
        .put("user_username", "sample")
        .put("user_email", "")
        .putNull("user_avatar")
        .put("project_id", 15);
    push.set("project", project());
    push.putArray("commits").add(commit());
    push.put("total_commits_count", 1);
    push.putObject("push_options");
    push.set("repository", repository());
    return push.toString();
  }

  /** Where it is cloned from. */
  public String url() {
    return host + "/" + path + ".git";
  }

  private ObjectNode project() {
    return Json.object()
        .put("id", 15)
        .put("name", last())
        .put("description", "")
        .put("web_url", host + "/" + path)
        .putNull("avatar_url")
        .put("git_ssh_url", ssh())
        .put("git_http_url", url())
        .put("namespace", path.substring(0, path.lastIndexOf('/')))
        .put("visibility_level", 0)
        .put("path_with_namespace", path)
        .put("default_branch", "main")
        .putNull("ci_config_path")
        .put("homepage", host + "/" + path)
        .put("url", ssh())
        .put("ssh_url", ssh())
        .put("http_url", url());
  }

  private ObjectNode repository() {
    return Json.object()
        .put("name", last())
        .put("url", ssh())
        .put("description", "")
        .put("homepage", host + "/" + path)
        .put("git_http_url", url())
        .put("git_ssh_url", ssh())
        .put("visibility_level", 0);
  }

  private ObjectNode commit() {
    ObjectNode commit =
        Json.object()
            .put("id", after)
            .put("message", message + "\n")
            .put("title", message)
            .put("timestamp", Instant.now().toString())
            .put("url", host + "/" + path + "/-/commit/" + after);
    commit.putObject("author").put("name", "Hearth Sample").put("email", "sample@hearth.invalid");
    commit.putArray("added");
    commit.putArray("modified");
    commit.putArray("removed");
    return commit;
  }

  private String ssh() {
    return "git@gitlab.invalid:" + path + ".git";
  }

  private String last() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
