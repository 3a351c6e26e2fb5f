package dev.hearth.dispatcher.hooks;

import dev.hearth.dispatcher.http.HttpFailure;
import dev.hearth.dispatcher.http.Request;
import dev.hearth.dispatcher.sql.ProjectEntry;
import dev.hearth.webhook.GitHostHooks;
import dev.hearth.webhook.GitHostProject;
import dev.hearth.webhook.HookHeaders;
import dev.hearth.webhook.HookOutcome;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Whether a hook's sender knows a secret. A token is looked at before the body is read. A signature
 * can only be checked with the body: then only the secrets of the repository that the body names
 * are tried, and whether the repository is unknown or the secret wrong gets the same answer.
 */
final class HookCheck {
  private static final int MOST_BODY = 25 << 20;

  /** Of a signed hook that names no repository, which has to be tried with every secret. */
  private static final int MOST_WITHOUT_REPOSITORY = 64 << 10;

  private final HookOwners owners;
  private final Clock clock;
  private final LargeBodies largeBodies = new LargeBodies();

  /** What is done with a hook whose sender knows the secret. */
  interface Use<T> {
    T of(ProvenHook hook);
  }

  HookCheck(HookOwners owners, Clock clock) {
    this.owners = owners;
    this.clock = clock;
  }

  /**
   * @throws HttpFailure 401 if the sender knows no secret, 413 if the body is too large
   */
  <T> T with(GitHostHooks host, Request request, Use<T> use) throws InterruptedException {
    HookHeaders headers = headers(host, request);
    List<ProjectEntry> speaksFor = owners.owners(host.token(headers).stream().toList(), _ -> true);
    if (speaksFor != null) {
      byte[] body = request.body(MOST_BODY);
      return use.of(
          new ProvenHook(host.name(), headers, body, host.read(headers, body), speaksFor));
    }
    if (!host.isSigned(headers)) {
      // Size is looked at first, but nothing of a stranger's body is kept.
      request.skipBody(MOST_BODY);
      throw unauthorized(host);
    }
    return largeBodies.with(request, MOST_BODY, body -> use.of(signed(host, headers, body)));
  }

  private ProvenHook signed(GitHostHooks host, HookHeaders headers, byte[] body) {
    HookOutcome outcome = host.read(headers, body);
    List<ProjectEntry> speaksFor =
        owners.owners(
            host.signatures(headers, body, clock.instant()),
            candidates(outcome.repository(), body.length));
    if (speaksFor == null) {
      throw unauthorized(host);
    }
    return new ProvenHook(host.name(), headers, body, outcome, speaksFor);
  }

  private static Predicate<ProjectEntry> candidates(GitHostProject repository, int length) {
    if (repository.equals(GitHostProject.UNKNOWN)) {
      return _ -> length <= MOST_WITHOUT_REPOSITORY;
    }
    return Recognition.of(repository)::is;
  }

  private static HttpFailure unauthorized(GitHostHooks host) {
    return HttpFailure.unauthorized("tried to take a hook, but " + host.secretAdvice());
  }

  private static HookHeaders headers(GitHostHooks host, Request request) {
    Map<String, String> values = new HashMap<>();
    host.headers()
        .forEach(name -> request.header(name).ifPresent(value -> values.put(name, value)));
    return HookHeaders.of(values);
  }
}
