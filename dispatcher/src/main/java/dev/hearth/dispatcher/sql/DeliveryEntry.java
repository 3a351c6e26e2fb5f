package dev.hearth.dispatcher.sql;

import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.SameBuild;
import java.time.Instant;
import java.util.List;

/**
 * What was decided about a hook's delivery.
 *
 * @param decision one word: {@code built}, {@code nothing}, …
 * @param reason why there are no builds; empty when there are
 */
public record DeliveryEntry(
    ProjectId project,
    String delivery,
    Instant at,
    String decision,
    String reason,
    List<SameBuild> builds) {
  public DeliveryEntry {
    builds = List.copyOf(builds);
  }
}
