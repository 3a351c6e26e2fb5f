package dev.hearth.e2e;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;

/**
 * A push as GitLab tells of it, with the fields of its documentation.
 *
 * @param ref {@code refs/heads/…} or {@code refs/tags/…}
 * @param before what the ref pointed to; zeros when it is new
 * @param after what it points to; zeros when it was deleted
 * @param commit {@code checkout_sha}: differs from {@code after} for an annotated tag
 */
record GitLabPush(
    int projectId, URI repository, String ref, String before, String after, String commit) {
  static final String NOTHING = "0".repeat(40);

  static GitLabPush of(int projectId, URI repository, String ref, String before, String after) {
    return new GitLabPush(projectId, repository, ref, before, after, after);
  }

  /** What stands in the header {@code X-Gitlab-Event}. */
  String event() {
    return ref.startsWith("refs/tags/") ? "Tag Push Hook" : "Push Hook";
  }

  String json() {
    String kind = ref.startsWith("refs/tags/") ? "tag_push" : "push";
    String path = repository.getPath().replaceFirst("^/", "").replaceFirst("\\.git$", "");
    String page = repository.toString().replaceFirst("\\.git$", "");
    String ssh = "git@" + repository.getHost() + ":" + path + ".git";
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("object_kind", kind).put("event_name", kind);
    json.put("before", before).put("after", after).put("ref", ref).put("ref_protected", true);
    json.put("checkout_sha", after.equals(NOTHING) ? null : commit);
    json.put("user_id", 4).put("user_name", "John Smith").put("user_username", "jsmith");
    json.put("user_email", "john@example.com").put("project_id", projectId);
    json.putObject("project")
        .put("id", projectId)
        .put("name", path.substring(path.lastIndexOf('/') + 1))
        .put("web_url", page)
        .put("git_ssh_url", ssh)
        .put("git_http_url", repository.toString())
        .put("namespace", path.substring(0, Math.max(0, path.lastIndexOf('/'))))
        .put("visibility_level", 0)
        .put("path_with_namespace", path)
        .put("default_branch", "main")
        .put("http_url", repository.toString());
    json.putObject("repository")
        .put("name", path)
        .put("url", ssh)
        .put("git_http_url", repository.toString())
        .put("git_ssh_url", ssh);
    json.putArray("commits")
        .addObject()
        .put("id", commit)
        .put("message", "a change")
        .put("timestamp", "2026-11-22T00:00:00+00:00")
        .put("url", page + "/commit/" + commit);
    return json.put("total_commits_count", 1).toString();
  }
}
