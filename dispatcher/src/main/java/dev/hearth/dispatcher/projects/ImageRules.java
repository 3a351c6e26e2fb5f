package dev.hearth.dispatcher.projects;

import java.util.List;

/**
 * How a project's images are kept in the registry, and who pushes them by hand.
 *
 * @param developersPush whether Developers may; else Masters and Owners only
 * @param keepLast of how many commits the images are kept in each repository; 0: of all
 * @param keepTags globs of tags that are kept besides, as {@code v*}
 */
public record ImageRules(boolean developersPush, int keepLast, List<String> keepTags) {
  public static final ImageRules DEFAULT = new ImageRules(false, 0, List.of());

  public ImageRules {
    keepTags = List.copyOf(keepTags);
  }

  /** As the activity trail tells it. */
  public String sentence() {
    return (developersPush ? "Developers push; " : "Masters and Owners push; ")
        + (keepLast == 0
            ? "all images are kept"
            : "images of the last " + keepLast + " commits are kept, and tags " + keepTags);
  }
}
