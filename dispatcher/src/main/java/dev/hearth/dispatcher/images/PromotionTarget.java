package dev.hearth.dispatcher.images;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.projects.TagNames;

/** Under which name an image is to be had besides, or stands already. */
public record PromotionTarget(String repository, String tag) {
  /**
   * @param to {@code release}: a tag of the same repository; or {@code team/other:release}
   * @throws RefusedException if it is neither
   */
  public static PromotionTarget parse(String source, String to) {
    PromotionTarget target = read(source, to);
    TagNames.requestedProblem(target.tag())
        .ifPresent(problem -> {
          throw RefusedException.invalid("tried to promote an image, but " + problem);
        });
    return target;
  }

  /** The same, of what need not be a tag: a digest or a commit too. */
  public static PromotionTarget read(String source, String to) {
    int colon = to.startsWith("sha256:") ? -1 : to.indexOf(':');
    return new PromotionTarget(
        colon < 0 ? source : to.substring(0, colon), to.substring(colon + 1));
  }

  @Override
  public String toString() {
    return repository + ":" + tag;
  }
}
