package dev.hearth.dispatcher.main;

import dev.hearth.dispatcher.metrics.HealthCheck;
import dev.hearth.dispatcher.registry.RegistryClient;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.protocol.etcd.KeyValues;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a dispatcher needs, looked at one by one. */
final class HealthChecks {
  private HealthChecks() {}

  static List<HealthCheck> of(KeyValues etcd, CachedProjects projects, RegistryClient registry) {
    return List.of(
        new HealthCheck("etcd", true, () -> etcd(etcd)),
        new HealthCheck("database", false, () -> database(projects)),
        new HealthCheck("registry", false, () -> registry(registry)));
  }

  private static Optional<String> etcd(KeyValues etcd) {
    Set<String> alarms = etcd.health().alarms();
    etcd.revision();
    return alarms.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "etcd raised the alarm "
                + String.join(", ", alarms)
                + ": free its space (compact, defragment, then disarm the alarm)");
  }

  private static Optional<String> database(CachedProjects projects) {
    return projects.fresh()
        ? Optional.empty()
        : Optional.of(
            "the database does not answer: builds go on with the projects that were read last,"
                + " archiving waits");
  }

  private static Optional<String> registry(RegistryClient registry) {
    registry.ping();
    return Optional.empty();
  }
}
