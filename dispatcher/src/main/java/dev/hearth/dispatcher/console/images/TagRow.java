package dev.hearth.dispatcher.console.images;

import dev.hearth.dispatcher.console.frame.Sizes;
import dev.hearth.dispatcher.images.TagView;
import dev.hearth.protocol.WantedTag;
import org.jspecify.annotations.Nullable;

/**
 * A tag of a repository.
 *
 * @param image {@code host:port/team/app}
 * @param build by which it was made, {@code team/app#42}; empty: by none that who looks may see
 */
public record TagRow(String repository, String image, TagView view, String build) {
  public String tag() {
    return view.tag();
  }

  public String address() {
    return RepositoryHead.address(repository, view.tag());
  }

  public String shortDigest() {
    return ShownText.shortened(view.digest());
  }

  public String size() {
    return Sizes.text(view.size());
  }

  /** What a shell takes to pull it. */
  public String pull() {
    return "docker pull " + image + ":" + view.tag();
  }

  /** The same, of what can never be another image. */
  public String pullDigest() {
    return "docker pull " + image + "@" + view.digest();
  }

  /** Null: a build did not write it. */
  public @Nullable WantedTag origin() {
    return view.origin();
  }

  public String buildAddress() {
    WantedTag origin = view.origin();
    return origin == null ? "" : "/builds/" + origin.build();
  }

  /** The branch or Git tag that it follows; empty: none. */
  public String ref() {
    WantedTag origin = view.origin();
    return origin == null ? "" : origin.ref().replaceFirst("^refs/(heads|tags)/", "");
  }
}
