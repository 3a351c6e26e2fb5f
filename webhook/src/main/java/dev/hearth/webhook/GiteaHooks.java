package dev.hearth.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Hooks of Gitea, Forgejo and Gogs. They send GitHub's headers besides, with other signatures'
 * forms: Gitea's own count.
 */
public final class GiteaHooks implements GitHostHooks {
  private static final Set<String> HEADERS =
      Set.of(
          "X-Gitea-Signature",
          "X-Gitea-Event",
          "X-Gitea-Delivery",
          "X-Gogs-Signature",
          "X-Gogs-Event",
          "X-Gogs-Delivery");

  @Override
  public String name() {
    return "gitea";
  }

  @Override
  public Set<String> headers() {
    return HEADERS;
  }

  @Override
  public Optional<HookProof> token(HookHeaders headers) {
    return Optional.empty();
  }

  @Override
  public boolean isSigned(HookHeaders headers) {
    return headers.find("X-Gitea-Signature").or(() -> headers.find("X-Gogs-Signature")).isPresent();
  }

  @Override
  public List<HookProof> signatures(HookHeaders headers, byte[] body, Instant now) {
    return Stream.of("X-Gitea-Signature", "X-Gogs-Signature")
        .flatMap(header -> HexSignature.of(headers, header, "", body).stream())
        .limit(1)
        .toList();
  }

  @Override
  public HookOutcome read(HookHeaders headers, byte[] body) {
    Optional<String> event = headers.find("X-Gitea-Event").or(() -> headers.find("X-Gogs-Event"));
    return GitHubFields.read(event, body);
  }

  @Override
  public String secretAdvice() {
    return "its X-Gitea-Signature is not made with the hook secret of a project that is built from"
        + " that repository; put the project's hook secret into the hook's settings on the Git host";
  }
}
