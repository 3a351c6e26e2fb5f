package dev.hearth.dispatcher.console.images;

import dev.hearth.dispatcher.projects.ImageRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A repository with its tags.
 *
 * @param wanted what their names are to hold, or their commits to begin with; empty: all
 * @param count of all such tags
 * @param older the address of the next page; empty: none
 * @param rules how its project's images are kept; null: no project's
 */
public record TagsPage(
    RepositoryHead head,
    String wanted,
    List<TagRow> rows,
    int count,
    String older,
    @Nullable ImageRules rules,
    boolean mayPromote,
    boolean deleted) {
  public TagsPage {
    rows = List.copyOf(rows);
  }
}
