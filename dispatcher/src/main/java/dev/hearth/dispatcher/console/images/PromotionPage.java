package dev.hearth.dispatcher.console.images;

import dev.hearth.dispatcher.images.PromotionTarget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Giving an image another name.
 *
 * @param from what was asked for: a tag, a digest or a commit
 * @param repositories those that the image may be promoted to
 * @param tags that there are in the target's
 * @param repository the target's, as it was typed
 * @param to the tag, as it was typed; empty: not chosen yet
 * @param target what was chosen; null: nothing that is possible
 * @param before the image that has the name now; null: none has
 * @param drift what else changed; null: there is nothing to compare
 * @param problem why it can't be; empty: nothing was refused
 */
public record PromotionPage(
    RepositoryHead head,
    String from,
    TagRow image,
    List<String> repositories,
    List<String> tags,
    String repository,
    String to,
    @Nullable PromotionTarget target,
    @Nullable TagRow before,
    @Nullable ShownDrift drift,
    String problem) {
  public PromotionPage {
    repositories = List.copyOf(repositories);
    tags = List.copyOf(tags);
  }

  /** Whether the name is the image's already. */
  public boolean isSame() {
    return before != null && before.view().digest().equals(image.view().digest());
  }
}
