package dev.hearth.dispatcher.queue;

import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.SameBuild;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Transaction;

/** The mark by which a second push of the same commit finds the build that is under way. */
public final class SameMark {
  private final KeyValues etcd;
  private final FarmKeys keys;

  public SameMark(KeyValues etcd, FarmKeys keys) {
    this.etcd = etcd;
    this.keys = keys;
  }

  /** Adds to a change that the build's mark goes, if it is this build's. */
  public void release(Transaction.Builder change, BuildRecord build) {
    if (build.request().cause() == Cause.MANUAL) {
      return;
    }
    Key<SameBuild> key =
        keys.same(build.request().project(), build.request().ref(), build.request().commit());
    etcd.find(key)
        .filter(mark -> mark.value().build().equals(build.id()))
        .ifPresent(mark -> change.ifUnchanged(mark).delete(key));
  }
}
