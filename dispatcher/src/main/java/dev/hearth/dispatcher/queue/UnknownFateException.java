package dev.hearth.dispatcher.queue;

import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.etcd.EtcdUnavailableException;

/** A build was sent to etcd, which did not answer: it may be there, or come there, or not. */
final class UnknownFateException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final BuildId build;
  private final EtcdUnavailableException unanswered;

  UnknownFateException(BuildId build, EtcdUnavailableException unanswered) {
    super(unanswered);
    this.build = build;
    this.unanswered = unanswered;
  }

  /** What whoever asked is told in the end. */
  EtcdUnavailableException words() {
    return new EtcdUnavailableException(
        "etcd did not answer, so it is not known whether build "
            + build
            + " was accepted: look for it, or ask again with the same Idempotency-Key ("
            + unanswered.getMessage()
            + ")",
        unanswered);
  }
}
