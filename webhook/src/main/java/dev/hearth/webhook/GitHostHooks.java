package dev.hearth.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How one kind of Git host sends its hooks. Stateless. */
public interface GitHostHooks {
  /** Its name in addresses and in the ledger: {@code gitlab}, {@code github}, {@code gitea}. */
  String name();

  /** The headers that are looked at; others need not be handed over. */
  Set<String> headers();

  /** The secret that the sender put in, which can be looked at before the body is read. */
  Optional<HookProof> token(HookHeaders headers);

  /** Whether the sender offers a signature, for which the body has to be read first. */
  boolean isSigned(HookHeaders headers);

  /**
   * The signatures that the sender offers.
   *
   * @param body as it came
   * @param now against which a signed time is held
   */
  List<HookProof> signatures(HookHeaders headers, byte[] body, Instant now);

  /**
   * Reads the body, whoever sent it.
   *
   * @param body as it came; the caller has bounded its size
   */
  HookOutcome read(HookHeaders headers, byte[] body);

  /** What the operator of the Git host must set, for who offers no or a wrong secret. */
  String secretAdvice();
}
