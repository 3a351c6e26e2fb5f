package dev.hearth.dispatcher.publish;

import dev.hearth.dispatcher.publish.TagOwners.ArchivedTags;
import dev.hearth.dispatcher.registry.ImageRegistry;
import dev.hearth.dispatcher.registry.RegistryRefusedException;
import dev.hearth.dispatcher.registry.RegistryUnavailableException;
import dev.hearth.dispatcher.sql.DatabaseDownException;
import dev.hearth.protocol.WantedTag;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes tags into the registry, which has no guarded writes: so etcd and the lease are looked at
 * before, etcd again afterwards, and what came in between is put right at once, or as soon as it
 * can be known. Thread-safe.
 */
public final class TagWriter {
  /** With less of its lease left a leader begins nothing. */
  static final Duration LEASE_LEFT = Duration.ofSeconds(3);

  private static final Logger log = LoggerFactory.getLogger(TagWriter.class);

  private final KeyValues etcd;
  private final ImageRegistry registry;
  private final ArchivedTags archive;
  private final Supplier<Duration> leaseLeft;

  /** What may have been written, and could not be compared with what should be. */
  private final Map<Key<WantedTag>, WantedTag> unchecked = new ConcurrentHashMap<>();

  /**
   * A writer.
   *
   * @param leaseLeft how long this dispatcher surely leads; not positive when it does not
   */
  public TagWriter(
      KeyValues etcd, ImageRegistry registry, ArchivedTags archive, Supplier<Duration> leaseLeft) {
    this.etcd = etcd;
    this.registry = registry;
    this.archive = archive;
    this.leaseLeft = leaseLeft;
  }

  /**
   * Writes a tag if etcd still wants it so.
   *
   * @return whether it was wanted
   * @throws RegistryRefusedException if the registry says no
   * @throws LeaseTooShortException if this dispatcher may soon not lead any more; nothing is
   *     written
   */
  boolean write(Key<WantedTag> key, WantedTag wanted) {
    if (!etcd.find(key).map(Versioned::value).equals(Optional.of(wanted))) {
      return false;
    }
    try {
      registry.tag(
          wanted.repository(), wanted.tag(), wanted.digest(), () -> requireLease(wanted.tag()));
      check(key, wanted, wanted.digest());
      return true;
    } catch (EtcdUnavailableException | RegistryUnavailableException | DatabaseDownException e) {
      unchecked.put(key, wanted);
      throw e;
    }
  }

  private void requireLease(String tag) {
    if (leaseLeft.get().compareTo(LEASE_LEFT) < 0) {
      throw new LeaseTooShortException(tag);
    }
  }

  /**
   * Checks what could not be checked when it was written. Whoever leads by now may have settled the
   * tag and not look at it again, so this is done without leading, too.
   */
  public void checkAgain() {
    unchecked.forEach((key, written) -> {
      try {
        registry
            .standing(written.repository(), written.tag())
            .ifPresent(standing -> check(key, written, standing));
        unchecked.remove(key, written);
      } catch (EtcdUnavailableException | RegistryUnavailableException | DatabaseDownException e) {
        log.atDebug().addKeyValue("cause", e.getMessage()).log("a tag is checked later");
      }
    });
  }

  /** A leader that slept for long finds here what another did meanwhile, and settled. */
  private void check(Key<WantedTag> key, WantedTag written, String standing) {
    etcd.find(key)
        .map(Versioned::value)
        .or(() -> archive.find(written.repository(), written.tag()))
        .filter(now -> !now.digest().equals(written.digest()))
        .filter(now -> !now.digest().equals(standing))
        .ifPresent(now -> {
          if (writeAgain(now)) {
            check(key, now, now.digest());
          }
        });
  }

  /** A later build came in between; its own publisher writes the tag too, once it is so far. */
  private boolean writeAgain(WantedTag later) {
    try {
      registry.tag(later.repository(), later.tag(), later.digest());
      return true;
    } catch (RegistryRefusedException e) {
      return false; // it has not been brought into the repository yet, and is tagged when it is
    }
  }
}
