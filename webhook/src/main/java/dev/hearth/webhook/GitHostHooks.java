package dev.hearth.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/** How one kind of Git host sends its hooks. Stateless. */
public interface GitHostHooks {
  /** Its name in addresses and in the ledger: {@code gitlab}, {@code github}, {@code gitea}. */
  String name();

  /** The headers that are looked at; others need not be handed over. */
  Set<String> headers();

  /**
   * What the sender offers to show that it knows the secret; none if it offers nothing.
   *
   * @param body as it came
   * @param now against which a signed time is held
   */
  List<HookProof> proofs(HookHeaders headers, byte[] body, Instant now);

  /**
   * Reads the body, whoever sent it.
   *
   * @param body as it came; the caller has bounded its size
   */
  HookOutcome read(HookHeaders headers, byte[] body);

  /** What the operator of the Git host must set, for who offers no or a wrong secret. */
  String secretAdvice();
}
