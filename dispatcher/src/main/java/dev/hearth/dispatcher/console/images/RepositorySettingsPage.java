package dev.hearth.dispatcher.console.images;

import dev.hearth.dispatcher.console.frame.Form;
import dev.hearth.dispatcher.projects.ImageRules;
import org.jspecify.annotations.Nullable;

/**
 * A repository's settings.
 *
 * @param rules how its project's images are kept; null: no project's
 * @param mayRule whether who looks may change them: they are the project's setting
 * @param typed what was sent and refused; null: the project's own rules are shown
 * @param problem why; empty: nothing was
 */
public record RepositorySettingsPage(
    RepositoryHead head,
    @Nullable ImageRules rules,
    boolean mayRule,
    @Nullable Form typed,
    boolean saved,
    String problem) {
  public String keepLast() {
    if (typed != null) {
      return typed.raw("keepLast");
    }
    return rules == null ? "" : String.valueOf(rules.keepLast());
  }

  public String keepTags() {
    if (typed != null) {
      return typed.raw("keepTags");
    }
    return rules == null ? "" : String.join(", ", rules.keepTags());
  }

  public boolean developersPush() {
    return typed == null
        ? rules != null && rules.developersPush()
        : typed.checked("developersPush");
  }
}
