package dev.hearth.webhook;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads GitLab's hooks: of projects, of groups, and system hooks. */
public final class GitLabHooks {
  private static final List<String> URLS =
      List.of(
          "project.git_http_url",
          "project.git_ssh_url",
          "project.http_url",
          "project.ssh_url",
          "project.url",
          "repository.git_http_url",
          "repository.git_ssh_url",
          "repository.url");
  private static final Set<String> FIELDS =
      Stream.concat(
              Stream.of(
                  "object_kind",
                  "event_name",
                  "ref",
                  "before",
                  "after",
                  "checkout_sha",
                  "user_username",
                  "user_name",
                  "project_id",
                  "project.id",
                  "project.path_with_namespace"),
              URLS.stream())
          .collect(Collectors.toUnmodifiableSet());

  /** By the header's word, for a body that does not name its kind. */
  private static final Map<String, String> KIND_OF_HEADER =
      Map.of("Push Hook", "push", "Tag Push Hook", "tag_push");

  private static final int LONGEST_TEXT = 512;

  private GitLabHooks() {}

  /** The secret that the sender put in, to be looked up before the body is read. */
  public static Optional<String> secret(HookHeaders headers) {
    return headers.find("X-Gitlab-Token");
  }

  /**
   * @param body as it came; the caller has bounded its size
   */
  public static HookOutcome read(HookHeaders headers, byte[] body) {
    HookFields fields;
    try {
      fields = HookFields.read(body, FIELDS);
    } catch (IOException e) {
      return new HookOutcome.Malformed(
          "tried to read the hook's body but it is not JSON as GitLab sends it; send it as"
              + " application/json");
    }
    // System hooks all say "System Hook": the body knows better, by one name or the other.
    String kind =
        fields
            .find("object_kind")
            .or(() -> fields.find("event_name"))
            .or(() -> headers.find("X-Gitlab-Event").map(KIND_OF_HEADER::get))
            .orElse("");
    return switch (kind) {
      case "push", "tag_push" -> push(fields);
      case "" -> new HookOutcome.NotInteresting("the event does not say what it is");
      default -> new HookOutcome.NotInteresting("a " + plain(kind) + " event asks for no build");
    };
  }

  private static HookOutcome push(HookFields fields) {
    String ref = fields.find("ref").orElse("");
    String after = fields.find("after").orElse("");
    String before = fields.find("before").orElse("0".repeat(after.length()));
    String commit = fields.find("checkout_sha").orElse(after);
    if (!GitRefs.isValid(ref)) {
      return malformed("its ref is not a name that Git would take");
    }
    if (!GitRefs.isBranchOrTag(ref)) {
      return new HookOutcome.NotInteresting(ref + " is neither a branch nor a tag");
    }
    if (!GitRefs.isHash(after) || !GitRefs.isHash(before)) {
      return malformed("before and after are not both 40 or 64 lower-case hex digits");
    }
    if (GitRefs.isZero(after)) {
      return new HookOutcome.Deleted(repository(fields), ref);
    }
    if (!GitRefs.isHash(commit) || GitRefs.isZero(commit)) {
      return malformed("checkout_sha is no commit");
    }
    String user = fields.find("user_username").or(() -> fields.find("user_name")).orElse("");
    return new HookOutcome.Push(
        new PushEvent(repository(fields), ref, before, after, commit, plain(user)));
  }

  private static GitHostProject repository(HookFields fields) {
    List<GitUrl> urls =
        URLS.stream()
            .flatMap(name -> fields.find(name).stream())
            .flatMap(url -> GitUrl.find(url).stream())
            .distinct()
            .toList();
    String id =
        fields
            .find("project_id")
            .or(() -> fields.find("project.id"))
            .filter(number -> number.matches("[0-9]{1,18}"))
            .orElse(null);
    return new GitHostProject(
        id, urls, plain(fields.find("project.path_with_namespace").orElse("")));
  }

  private static HookOutcome malformed(String why) {
    return new HookOutcome.Malformed("tried to read a push but " + why);
  }

  /** Without control characters and of bounded length: it is shown to people. */
  private static String plain(String text) {
    return text.codePoints()
        .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE)
        .limit(LONGEST_TEXT)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
