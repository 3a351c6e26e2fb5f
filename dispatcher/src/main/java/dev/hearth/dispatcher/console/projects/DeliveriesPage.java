package dev.hearth.dispatcher.console.projects;

import dev.hearth.dispatcher.sql.DeliveryEntry;
import java.util.List;

/**
 * What was decided about a project's hooks.
 *
 * @param older the address of the next page; empty: none
 */
public record DeliveriesPage(ProjectHead head, List<DeliveryEntry> entries, String older) {
  private static final int SHORT_COMMIT = 10;

  public DeliveriesPage {
    entries = List.copyOf(entries);
  }

  public String ref(DeliveryEntry entry) {
    return entry.ref().replaceFirst("^refs/(heads|tags)/", "");
  }

  public String commit(DeliveryEntry entry) {
    return entry.commit().substring(0, Math.min(SHORT_COMMIT, entry.commit().length()));
  }
}
