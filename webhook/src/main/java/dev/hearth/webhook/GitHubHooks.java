package dev.hearth.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** GitHub's hooks, of repositories and organisations, signed with HMAC-SHA256. */
public final class GitHubHooks implements GitHostHooks {
  private static final Set<String> HEADERS =
      Set.of("X-Hub-Signature-256", "X-GitHub-Event", "X-GitHub-Delivery");

  @Override
  public String name() {
    return "github";
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
    return headers.find("X-Hub-Signature-256").isPresent();
  }

  @Override
  public List<HookProof> signatures(HookHeaders headers, byte[] body, Instant now) {
    return HexSignature.of(headers, "X-Hub-Signature-256", "sha256=", body).stream().toList();
  }

  @Override
  public HookOutcome read(HookHeaders headers, byte[] body) {
    return GitHubFields.read(headers.find("X-GitHub-Event"), body);
  }

  @Override
  public String secretAdvice() {
    return "its X-Hub-Signature-256 is not made with the hook secret of a project that is built"
        + " from that repository; put the project's hook secret into the hook's settings on GitHub";
  }
}
