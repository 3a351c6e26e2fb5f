package dev.hearth.dispatcher.doctor;

import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Fence;
import dev.hearth.protocol.etcd.KeyValues;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mends what nobody's ordinary work mends: keys that were left behind, and keys of projects that
 * were deleted. What is seen at two looks is mended, guarded by all that it was seen in. Not for
 * several threads.
 */
public final class Mending {
  private static final Logger log = LoggerFactory.getLogger(Mending.class);

  private final KeyValues etcd;
  private final FarmKeys keys;
  private final Known known;
  private List<Violation> before = List.of();

  public Mending(KeyValues etcd, FarmKeys keys, Known known) {
    this.etcd = etcd;
    this.keys = keys;
    this.known = known;
  }

  /**
   * Looks once, and mends what was seen at the look before too.
   *
   * @return what was mended
   * @throws dev.hearth.dispatcher.sql.DatabaseDownException if SQL is down
   * @throws dev.hearth.protocol.etcd.EtcdUnavailableException if etcd does not answer
   */
  public List<Violation> look(Fence fence) {
    List<Violation> now = Invariants.of(keys, FarmListing.read(etcd, keys), known);
    List<Violation> mended = new ArrayList<>();
    for (Violation violation : Invariants.persisting(before, now)) {
      if (Invariants.cure(violation, fence).filter(etcd::commit).isPresent()) {
        mended.add(violation);
        log.atWarn()
            .addKeyValue("kind", violation.kind())
            .addKeyValue("subject", violation.subject())
            .addKeyValue("was", violation.sentence())
            .log("mended");
      }
    }
    before = now;
    return mended;
  }
}
