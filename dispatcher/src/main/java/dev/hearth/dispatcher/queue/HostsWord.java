package dev.hearth.dispatcher.queue;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.Head;
import dev.hearth.protocol.etcd.Versioned;
import java.util.Optional;

/**
 * What the Git host says of one submission: asked between two tries to accept it, since it may take
 * seconds, and anew when the known head has changed. Not for use by several threads.
 */
final class HostsWord {
  private final RemoteRefs remotes;
  private final Submission submission;
  private long wantedAt = -1;
  private long askedAt = -1;
  private boolean older;

  HostsWord(RemoteRefs remotes, Submission submission) {
    this.remotes = remotes;
    this.submission = submission;
  }

  /** Whether the host has a newer head; empty when it must be asked first, which is noted. */
  Optional<Boolean> saysOlder(Optional<Versioned<Head>> known) {
    wantedAt = known.map(Versioned::modRevision).orElse(0L);
    return askedAt == wantedAt ? Optional.of(older) : Optional.empty();
  }

  /**
   * Asks the Git host where that was wanted, whose head wins: what is not its head was pushed over,
   * by the head that is known or by one whose hook is still to come. While the host does not
   * answer, and when it has no such ref any more, the one that came last counts as the newer.
   */
  void askIfWanted() {
    if (wantedAt == askedAt) {
      return;
    }
    askedAt = wantedAt;
    try {
      Commit now = remotes.of(submission.project()).commits().get(submission.ref());
      older = now != null && !submission.commit().equals(now);
    } catch (RefusedException e) {
      older = false;
    }
  }
}
