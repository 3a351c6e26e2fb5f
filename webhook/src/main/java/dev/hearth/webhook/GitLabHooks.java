package dev.hearth.webhook;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** GitLab's hooks: of projects, of groups, and system hooks; with a token, signed, or both. */
public final class GitLabHooks implements GitHostHooks {
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
  private static final List<String> IDS = List.of("project_id", "project.id");
  private static final String PATH = "project.path_with_namespace";
  private static final Set<String> FIELDS =
      Stream.of(
              Stream.of(
                  "object_kind",
                  "event_name",
                  "ref",
                  "before",
                  "after",
                  "checkout_sha",
                  "user_username",
                  "user_name",
                  PATH),
              IDS.stream(),
              URLS.stream())
          .flatMap(names -> names)
          .collect(Collectors.toUnmodifiableSet());

  /** By the header's word, for a body that does not name its kind. */
  private static final Map<String, String> KIND_OF_HEADER =
      Map.of("Push Hook", "push", "Tag Push Hook", "tag_push");

  private static final Set<String> HEADERS =
      Stream.concat(
              Stream.of("X-Gitlab-Token", "X-Gitlab-Event", "Idempotency-Key"),
              StandardSignatures.HEADERS.stream())
          .collect(Collectors.toUnmodifiableSet());

  @Override
  public String name() {
    return "gitlab";
  }

  @Override
  public Set<String> headers() {
    return HEADERS;
  }

  @Override
  public Optional<HookProof> token(HookHeaders headers) {
    return headers.find("X-Gitlab-Token").map(HookProof.Token::of);
  }

  @Override
  public boolean isSigned(HookHeaders headers) {
    return headers.find("webhook-signature").isPresent();
  }

  @Override
  public List<HookProof> signatures(HookHeaders headers, byte[] body, Instant now) {
    return StandardSignatures.of(headers, body, now);
  }

  @Override
  public String secretAdvice() {
    return "its X-Gitlab-Token is no project's secret, and no webhook-signature is made with one;"
        + " put the project's hook secret into the hook's settings on GitLab";
  }

  @Override
  public HookOutcome read(HookHeaders headers, byte[] body) {
    HookFields fields;
    try {
      fields = HookFields.read(body, FIELDS);
    } catch (IOException e) {
      return new HookOutcome.Malformed(
          GitHostProject.UNKNOWN,
          "tried to read the hook's body but it is not JSON as GitLab sends it; send it as"
              + " application/json");
    }
    GitHostProject repository = PushFields.repository(fields, URLS, IDS, PATH);
    // System hooks all say "System Hook": the body knows better, by one name or the other.
    String kind =
        fields
            .find("object_kind")
            .or(() -> fields.find("event_name"))
            .or(() -> headers.find("X-Gitlab-Event").map(KIND_OF_HEADER::get))
            .orElse("");
    return switch (kind) {
      case "push", "tag_push" ->
          PushFields.outcome(
              fields,
              repository,
              "checkout_sha",
              fields.find("checkout_sha"),
              fields.find("user_username").or(() -> fields.find("user_name")));
      default -> PushFields.other(repository, kind);
    };
  }
}
