package dev.hearth.dispatcher.queue;

import dev.hearth.dispatcher.sql.ArchivedBuilds;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.Head;
import dev.hearth.protocol.LastNumber;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a project known to etcd that it does not know, new or forgotten with etcd's data: numbers
 * and the heads' sequences go on, so that no moving tag stands still. What is known takes pushes
 * also while the database is down.
 */
public final class ProjectSeeds {
  private final KeyValues etcd;
  private final FarmKeys keys;
  private final Function<Key<BuildRecord>, @Nullable Versioned<BuildRecord>> known;
  private final ArchivedBuilds archived;

  public ProjectSeeds(KeyValues etcd, FarmKeys keys, ArchivedBuilds archived) {
    this(etcd, keys, _ -> null, archived);
  }

  /**
   * The same, for many projects while many builds are under way.
   *
   * @param known a build under way, so that it need not be decoded again
   */
  ProjectSeeds(
      KeyValues etcd,
      FarmKeys keys,
      Function<Key<BuildRecord>, @Nullable Versioned<BuildRecord>> known,
      ArchivedBuilds archived) {
    this.etcd = etcd;
    this.keys = keys;
    this.known = known;
    this.archived = archived;
  }

  /**
   * Puts back the heads and then the number, if etcd does not know the project. Does nothing where
   * somebody else was faster.
   *
   * @throws dev.hearth.dispatcher.sql.DatabaseDownException if they can't be read now
   */
  public void plant(ProjectId project) {
    var number = keys.number(project);
    if (etcd.find(number).isPresent()) {
      return;
    }
    for (Head head : archived.heads(project)) {
      var key = keys.head(project, head.ref());
      etcd.commit(Transaction.begin().ifAbsent(key).put(key, head).end());
    }
    LastNumber last = new LastNumber(lastNumber(project));
    etcd.commit(Transaction.begin().ifAbsent(number).put(number, last).end());
  }

  /**
   * Builds under way are read before those in the archive: one that goes from the one to the other
   * is seen in at least one of them.
   */
  private long lastNumber(ProjectId project) {
    long live =
        etcd.list(keys.builds(), known).entries().stream()
            .map(build -> build.value().request())
            .filter(request -> request.project().equals(project))
            .mapToLong(BuildRequest::number)
            .max()
            .orElse(0);
    return Math.max(live, archived.lastNumber(project));
  }
}
