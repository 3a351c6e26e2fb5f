package dev.hearth.dispatcher.quotas;

import dev.hearth.protocol.ProjectName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How much of each quota is used. It counts on while decisions are made: not for use by several
 * threads then.
 */
public final class QuotaUse {
  private final Quotas quotas;
  private final Map<Holder, Integer> running = new HashMap<>();
  private final Map<Holder, Integer> waiting = new HashMap<>();

  /** Of builds that are still to be counted. */
  public QuotaUse(Quotas quotas) {
    this.quotas = quotas;
  }

  public Quotas quotas() {
    return quotas;
  }

  /** One more build is with an agent, or will be. */
  public void runs(ProjectName project, String asker) {
    count(running, project, asker, 1);
  }

  /** So many more are in the queue. */
  public void waits(ProjectName project, String asker, int builds) {
    count(waiting, project, asker, builds);
  }

  private void count(Map<Holder, Integer> counts, ProjectName project, String asker, int builds) {
    for (Quota quota : quotas.of(project, asker)) {
      counts.merge(quota.holder(), builds, Integer::sum);
    }
  }

  /** How many of a holder's builds run; 0 of one that has no quota. */
  public int running(Holder holder) {
    return running.getOrDefault(holder, 0);
  }

  /** How many of a holder's builds wait; 0 of one that has no quota. */
  public int waiting(Holder holder) {
    return waiting.getOrDefault(holder, 0);
  }

  /** Which quota keeps a build from running now, as a sentence; empty: none. */
  public Optional<String> againstRunning(ProjectName project, String asker) {
    for (Quota quota : quotas.of(project, asker)) {
      Integer most = quota.running();
      if (most != null && running(quota.holder()) >= most) {
        return Optional.of(running(quota.holder(), most));
      }
    }
    return Optional.empty();
  }

  private String running(Holder holder, int most) {
    return most == 0
        ? holder.title()
            + " may run no builds: its quota is 0; waiting will not help, ask an operator"
        : holder.title()
            + " runs "
            + running(holder)
            + " of "
            + most
            + (most == 1 ? " build" : " builds")
            + " at once";
  }

  /** Which quota keeps one more build from being asked for by hand, and what to do; empty: none. */
  public Optional<String> againstWaiting(ProjectName project, String asker) {
    for (Quota quota : quotas.of(project, asker)) {
      Integer most = quota.waiting();
      if (most != null && waiting(quota.holder()) >= most) {
        return Optional.of(
            ("of %s %d builds wait and its quota is %d: ask again when one has begun, cancel one, or"
                    + " ask an operator for more")
                .formatted(quota.holder().title(), waiting(quota.holder()), most));
      }
    }
    return Optional.empty();
  }
}
