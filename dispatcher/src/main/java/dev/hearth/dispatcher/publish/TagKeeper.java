package dev.hearth.dispatcher.publish;

import dev.hearth.dispatcher.Repeating;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.Fence;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a {@link TagRepair} look at the tags again and again while this dispatcher leads, and a
 * {@link TagWriter} at what it wrote and could not check.
 */
public final class TagKeeper implements AutoCloseable {
  private static final Duration LOOKS_EVERY = Duration.ofSeconds(10);
  private static final Logger log = LoggerFactory.getLogger(TagKeeper.class);

  private final TagWriter writer;
  private final TagRepair repair;
  private final Supplier<Optional<Fence>> leads;
  private final Repeating away;
  private final Thread thread = Thread.ofVirtual().name("tags").unstarted(this::run);
  private Optional<Fence> seenUnder = Optional.empty();

  /**
   * A keeper.
   *
   * @param leads the fence under which this dispatcher leads; empty while it does not
   */
  public TagKeeper(
      TagWriter writer, TagRepair repair, Supplier<Optional<Fence>> leads, Clock clock) {
    this.writer = writer;
    this.repair = repair;
    this.leads = leads;
    this.away = new Repeating(log, clock);
  }

  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  /** One look, at all tags as long as they were not all seen since this dispatcher leads. */
  public void look() {
    writer.checkAgain();
    Optional<Fence> fence = leads.get();
    if (fence.isPresent() && repair.keep(fence.get(), !fence.equals(seenUnder))) {
      seenUnder = fence;
    }
  }

  private void run() {
    while (true) {
      try {
        Thread.sleep(LOOKS_EVERY);
        look();
      } catch (InterruptedException e) {
        return;
      } catch (EtcdUnavailableException e) {
        away.warning().addKeyValue("cause", e.getMessage()).log("tags are looked at again later");
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("the tag keeper stumbled, goes on");
      }
    }
  }
}
