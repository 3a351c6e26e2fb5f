package dev.hearth.dispatcher.publish;

import dev.hearth.dispatcher.registry.Publishing;
import dev.hearth.dispatcher.registry.RegistryRefusedException;
import dev.hearth.dispatcher.registry.RegistryUnavailableException;
import dev.hearth.dispatcher.sql.DatabaseDownException;
import dev.hearth.dispatcher.sql.TagArchive;
import dev.hearth.protocol.WantedTag;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Fence;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Leadership;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps tags what they should be: reads each again after a change of leader and a minute after it
 * was moved, repairs it where it is not what etcd says, and archives it when it is.
 */
public final class TagKeeper implements AutoCloseable {
  private static final Duration SETTLES_AFTER = Duration.ofMinutes(1);
  private static final Duration LOOKS_EVERY = Duration.ofSeconds(10);
  private static final Logger log = LoggerFactory.getLogger(TagKeeper.class);

  private final KeyValues etcd;
  private final FarmKeys keys;
  private final Publishing registry;
  private final TagArchive archive;
  private final Leadership leadership;
  private final Clock clock;
  private final Thread thread = Thread.ofVirtual().name("tags").unstarted(this::run);

  public TagKeeper(
      KeyValues etcd,
      FarmKeys keys,
      Publishing registry,
      TagArchive archive,
      Leadership leadership,
      Clock clock) {
    this.etcd = etcd;
    this.keys = keys;
    this.registry = registry;
    this.archive = archive;
    this.leadership = leadership;
    this.clock = clock;
  }

  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    Optional<Fence> before = Optional.empty();
    while (true) {
      try {
        Thread.sleep(LOOKS_EVERY);
        Optional<Fence> fence = leadership.fence();
        boolean isNew = !fence.equals(before);
        before = fence;
        if (fence.isPresent()) {
          keep(fence.get(), isNew);
        }
      } catch (InterruptedException e) {
        return;
      } catch (EtcdUnavailableException | RegistryUnavailableException | DatabaseDownException e) {
        log.atWarn().addKeyValue("cause", e.getMessage()).log("tags are looked at again later");
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("the tag keeper stumbled, goes on");
      }
    }
  }

  private void keep(Fence fence, boolean all) {
    for (Versioned<WantedTag> tag : etcd.list(keys.tags()).entries()) {
      boolean settled = tag.value().at().plus(SETTLES_AFTER).isBefore(clock.instant());
      if (all || settled) {
        keep(tag, fence, settled);
      }
    }
  }

  private void keep(Versioned<WantedTag> tag, Fence fence, boolean settled) {
    WantedTag wanted = tag.value();
    Optional<String> found = registry.standing(wanted.repository(), wanted.tag());
    if (found.filter(wanted.digest()::equals).isPresent()) {
      if (settled) {
        archive.record(wanted);
        etcd.commit(Transaction.begin().ifLeader(fence).ifUnchanged(tag).delete(tag.key()).end());
      }
      return;
    }
    log.atWarn()
        .addKeyValue("repository", wanted.repository())
        .addKeyValue("tag", wanted.tag())
        .addKeyValue("wanted", wanted.digest())
        .addKeyValue("found", found.orElse("nothing"))
        .log("a tag is not what it should be, is repaired");
    try {
      registry.tag(wanted.repository(), wanted.tag(), wanted.digest());
    } catch (RegistryRefusedException e) {
      log.atWarn().addKeyValue("cause", e.getMessage()).log("a tag can't be repaired");
    }
  }
}
