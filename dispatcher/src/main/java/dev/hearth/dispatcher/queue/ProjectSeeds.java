package dev.hearth.dispatcher.queue;

import dev.hearth.dispatcher.sql.ArchivedBuilds;
import dev.hearth.protocol.Head;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Transaction;

/**
 * Puts a project's heads back after etcd lost its data, so that their sequences go on and no moving
 * tag stands still. A project without a last number is one that etcd does not know: it is new, or
 * was forgotten.
 */
public final class HeadSeeds {
  private final KeyValues etcd;
  private final FarmKeys keys;
  private final ArchivedBuilds archived;

  public HeadSeeds(KeyValues etcd, FarmKeys keys, ArchivedBuilds archived) {
    this.etcd = etcd;
    this.keys = keys;
    this.archived = archived;
  }

  /**
   * Puts back those heads of a project that are missing, if etcd does not know the project.
   *
   * @throws dev.hearth.dispatcher.sql.DatabaseDownException if they can't be read now
   */
  public void plant(ProjectId project) {
    if (etcd.find(keys.number(project)).isEmpty()) {
      plantUnknown(project);
    }
  }

  void plantUnknown(ProjectId project) {
    for (Head head : archived.heads(project)) {
      var key = keys.head(project, head.ref());
      etcd.commit(Transaction.begin().ifAbsent(key).put(key, head).end());
    }
  }
}
