package dev.hearth.dispatcher.builds;

import dev.hearth.dispatcher.Repeating;
import dev.hearth.dispatcher.leader.Archiver;
import dev.hearth.dispatcher.sql.BuildArchive;
import dev.hearth.dispatcher.sql.DatabaseDownException;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.etcd.Fence;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Clock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Archiver} into SQL. */
public final class Archiving implements Archiver {
  private static final Logger log = LoggerFactory.getLogger(Archiving.class);

  private final KeyValues etcd;
  private final Consumer<BuildRecord> archive;
  private final Repeating away = new Repeating(log, Clock.systemUTC());

  public Archiving(KeyValues etcd, BuildArchive archive) {
    this(etcd, archive::insertIfAbsent);
  }

  /**
   * An archiver.
   *
   * @param archive inserts a build if it is absent
   */
  public Archiving(KeyValues etcd, Consumer<BuildRecord> archive) {
    this.etcd = etcd;
    this.archive = archive;
  }

  @Override
  public boolean archive(Versioned<BuildRecord> build, Fence fence) {
    try {
      archive.accept(build.value());
    } catch (DatabaseDownException e) {
      away.warning()
          .addKeyValue("build", build.value().id())
          .addKeyValue("cause", e.getMessage())
          .log("can't be archived now, waits in etcd");
      return false;
    }
    return etcd.commit(
        Transaction.begin().ifLeader(fence).ifUnchanged(build).delete(build.key()).end());
  }
}
