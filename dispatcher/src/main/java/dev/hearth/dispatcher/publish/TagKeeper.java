package dev.hearth.dispatcher.publish;

import dev.hearth.dispatcher.Repeating;
import dev.hearth.dispatcher.projects.ProjectTable;
import dev.hearth.dispatcher.registry.ImageRegistry;
import dev.hearth.dispatcher.registry.RegistryUnavailableException;
import dev.hearth.dispatcher.sql.DatabaseDownException;
import dev.hearth.dispatcher.sql.TagArchive;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Fence;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Leadership;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a {@link TagRepair} look at the tags again and again while this dispatcher leads. */
public final class TagKeeper implements AutoCloseable {
  private static final Duration LOOKS_EVERY = Duration.ofSeconds(10);
  private static final Logger log = LoggerFactory.getLogger(TagKeeper.class);

  private final TagRepair repair;
  private final Leadership leadership;
  private final Repeating away;
  private final Thread thread = Thread.ofVirtual().name("tags").unstarted(this::run);

  public TagKeeper(
      KeyValues etcd,
      FarmKeys keys,
      ImageRegistry registry,
      ProjectTable projects,
      TagArchive archive,
      Leadership leadership,
      Clock clock) {
    this.repair =
        new TagRepair(etcd, keys, registry, projects, archive::find, archive::record, clock);
    this.leadership = leadership;
    this.away = new Repeating(log, clock);
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
          repair.keep(fence.get(), isNew);
        }
      } catch (InterruptedException e) {
        return;
      } catch (EtcdUnavailableException | RegistryUnavailableException | DatabaseDownException e) {
        away.warning().addKeyValue("cause", e.getMessage()).log("tags are looked at again later");
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("the tag keeper stumbled, goes on");
      }
    }
  }
}
