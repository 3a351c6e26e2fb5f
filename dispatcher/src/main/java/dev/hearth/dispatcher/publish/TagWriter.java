package dev.hearth.dispatcher.publish;

import dev.hearth.dispatcher.publish.TagOwners.ArchivedTags;
import dev.hearth.dispatcher.registry.ImageRegistry;
import dev.hearth.dispatcher.registry.RegistryRefusedException;
import dev.hearth.protocol.WantedTag;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Versioned;
import java.util.Optional;

/**
 * Writes tags into the registry, which has no guarded writes: so etcd is read before, and again
 * afterwards, and what came in between is put right at once.
 */
final class TagWriter {
  private final KeyValues etcd;
  private final ImageRegistry registry;
  private final ArchivedTags archive;

  TagWriter(KeyValues etcd, ImageRegistry registry, ArchivedTags archive) {
    this.etcd = etcd;
    this.registry = registry;
    this.archive = archive;
  }

  /**
   * Writes a tag if etcd still wants it so.
   *
   * @return whether it was wanted
   * @throws RegistryRefusedException if the registry says no
   */
  boolean write(Key<WantedTag> key, WantedTag wanted) {
    if (!etcd.find(key).map(Versioned::value).equals(Optional.of(wanted))) {
      return false;
    }
    registry.tag(wanted.repository(), wanted.tag(), wanted.digest());
    // A leader that slept for long finds here what another did meanwhile, and settled.
    etcd.find(key)
        .map(Versioned::value)
        .or(() -> archive.find(wanted.repository(), wanted.tag()))
        .filter(now -> !now.digest().equals(wanted.digest()))
        .ifPresent(this::writeAgain);
    return true;
  }

  /** A later build came in between; its own publisher writes the tag too, once it is so far. */
  private void writeAgain(WantedTag later) {
    try {
      registry.tag(later.repository(), later.tag(), later.digest());
    } catch (RegistryRefusedException e) {
      // it has not been brought into the repository yet, and is tagged when it is
    }
  }
}
