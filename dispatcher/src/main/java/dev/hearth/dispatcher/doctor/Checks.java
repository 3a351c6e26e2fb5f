package dev.hearth.dispatcher.doctor;

import dev.hearth.dispatcher.logs.LogStore;
import dev.hearth.dispatcher.registry.ImageRegistry;
import dev.hearth.dispatcher.sql.ArchiveQuery;
import dev.hearth.dispatcher.sql.BuildArchive;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.WantedTag;
import dev.hearth.protocol.etcd.EtcdConfig;
import dev.hearth.protocol.etcd.EtcdHealth;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.JetcdKeyValues;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Versioned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is checked besides the keys in etcd. Each may block for some seconds. */
public final class Checks {
  /** So many of the newest ended builds have their logs looked at. */
  private static final int LOGS = 100;

  private static final Duration TAG_SETTLES = Duration.ofSeconds(90);
  private static final long MIN_FREE = 1L << 30;

  private Checks() {}

  /** Each member by itself, and the alarms of all. */
  public static List<Violation> etcd(EtcdConfig config) {
    List<Violation> found = new ArrayList<>();
    for (String endpoint : config.endpoints()) {
      try (KeyValues member = new JetcdKeyValues(config.at(endpoint))) {
        EtcdHealth health = member.health();
        Set<String> alarms = health.alarms();
        member.revision();
        if (!alarms.isEmpty()) {
          found.add(Violation.of("etcd alarm", endpoint, "it raised " + String.join(", ", alarms)));
        }
      } catch (EtcdUnavailableException e) {
        found.add(Violation.of("etcd member", endpoint, "it does not answer: " + e.getMessage()));
      }
    }
    return found;
  }

  /** Whether etcd and database belong together. */
  public static List<Violation> farm(KeyValues etcd, FarmKeys keys, String farm) {
    return etcd.find(keys.farm()).stream()
        .map(record -> record.value().id())
        .filter(id -> !id.equals(farm))
        .map(id ->
            Violation.of("another farm", id, "etcd belongs to it, and the database to " + farm))
        .toList();
  }

  /** Tags that the registry should have had for a while. */
  public static List<Violation> tags(
      KeyValues etcd, FarmKeys keys, ImageRegistry registry, Clock clock) {
    List<Violation> found = new ArrayList<>();
    Instant settled = clock.instant().minus(TAG_SETTLES);
    for (Versioned<WantedTag> entry : etcd.list(keys.tags()).entries()) {
      WantedTag tag = entry.value();
      if (tag.at().isAfter(settled)) {
        continue;
      }
      Optional<String> standing = registry.standing(tag.repository(), tag.tag());
      if (!standing.equals(Optional.of(tag.digest()))) {
        found.add(
            Violation.of(
                "tag",
                tag.repository() + ":" + tag.tag(),
                "it should be " + tag.digest() + " and is " + standing.orElse("nothing")));
      }
    }
    return found;
  }

  /**
   * Logs of the newest ended builds that are shorter than their agents said.
   *
   * @param kept how long logs are kept; zero: for ever
   */
  public static List<Violation> logs(
      BuildArchive archive, LogStore logs, Duration kept, Clock clock) {
    List<Violation> found = new ArrayList<>();
    Instant oldest = kept.isZero() ? Instant.MIN : clock.instant().minus(kept);
    for (BuildRecord build : archive.list(ArchiveQuery.newest(LOGS))) {
      AttemptId attempt = build.newestAttempt();
      if (attempt == null || build.state().since().isBefore(oldest)) {
        continue;
      }
      long have = logs.length(attempt);
      if (have < build.logLength()) {
        found.add(
            Violation.of(
                "log",
                build.request().title(),
                "its log has "
                    + have
                    + " of "
                    + build.logLength()
                    + " bytes; the rest comes when its agent is back"));
      }
    }
    return found;
  }

  /** Folders whose disk is nearly full. */
  public static List<Violation> disk(List<Path> folders) {
    List<Violation> found = new ArrayList<>();
    for (Path folder : folders) {
      try {
        long free = Files.exists(folder) ? Files.getFileStore(folder).getUsableSpace() : MIN_FREE;
        if (free < MIN_FREE) {
          found.add(
              Violation.of(
                  "disk", folder.toString(), (free >> 20) + " MiB are free; 1 GiB should be"));
        }
      } catch (IOException e) {
        found.add(Violation.of("disk", folder.toString(), "it can't be looked at: " + e));
      }
    }
    return found;
  }
}
