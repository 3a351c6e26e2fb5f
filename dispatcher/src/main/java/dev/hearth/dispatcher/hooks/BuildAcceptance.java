package dev.hearth.dispatcher.hooks;

import dev.hearth.dispatcher.queue.Acceptance;
import dev.hearth.dispatcher.queue.Submission;

/** Accepts builds. */
@FunctionalInterface
public interface BuildAcceptance {
  /**
   * When this returns, the answer is in etcd. The same delivery of the same project finds the same
   * build again.
   *
   * @throws dev.hearth.protocol.etcd.EtcdUnavailableException if etcd does not answer
   */
  Acceptance accept(Submission submission);
}
