package dev.hearth.dispatcher.doctor;

import dev.hearth.dispatcher.sql.DatabaseDownException;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Looks at the whole farm, twice. Safe for several threads; may run at any dispatcher. */
public final class Doctor {
  private final KeyValues etcd;
  private final FarmKeys keys;
  private final Known known;
  private final List<Supplier<List<Violation>>> checks;
  private final Supplier<List<String>> notices;
  private final Clock clock;

  /**
   * @param checks further ones, each done at both looks; one that throws is a violation itself
   * @param notices what a person should know besides
   */
  public Doctor(
      KeyValues etcd,
      FarmKeys keys,
      Known known,
      List<Supplier<List<Violation>>> checks,
      Supplier<List<String>> notices,
      Clock clock) {
    this.etcd = etcd;
    this.keys = keys;
    this.known = known;
    this.checks = List.copyOf(checks);
    this.notices = notices;
    this.clock = clock;
  }

  /**
   * Looks twice.
   *
   * @param pause between the looks: what is in motion is settled in some seconds
   * @throws dev.hearth.protocol.etcd.EtcdUnavailableException if etcd does not answer
   */
  public Diagnosis look(Duration pause) throws InterruptedException {
    List<Violation> first = violations(FarmListing.read(etcd, keys));
    Thread.sleep(pause);
    FarmListing farm = FarmListing.read(etcd, keys);
    return new Diagnosis(
        clock.instant(),
        Invariants.persisting(first, violations(farm)),
        told(),
        farm.builds().size(),
        farm.agents(),
        farm.tasks());
  }

  private List<Violation> violations(FarmListing farm) {
    List<Violation> all = new ArrayList<>();
    try {
      all.addAll(Invariants.of(keys, farm, known));
    } catch (DatabaseDownException e) {
      all.add(Violation.of("database", "database", String.valueOf(e.getMessage())));
    }
    for (Supplier<List<Violation>> check : checks) {
      try {
        all.addAll(check.get());
      } catch (RuntimeException e) {
        all.add(
            Violation.of("check", e.getClass().getSimpleName(), String.valueOf(e.getMessage())));
      }
    }
    return all;
  }

  private List<String> told() {
    try {
      return notices.get();
    } catch (DatabaseDownException e) {
      return List.of();
    }
  }
}
