package dev.hearth.dispatcher.images;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.projects.TagNames;

/** Under which name an image is to be had besides. */
record PromotionTarget(String repository, String tag) {
  /**
   * @param to {@code release}: a tag of the same repository; or {@code team/other:release}
   * @throws RefusedException if it is neither
   */
  static PromotionTarget parse(String source, String to) {
    int colon = to.lastIndexOf(':');
    String repository = colon < 0 ? source : to.substring(0, colon);
    String tag = to.substring(colon + 1);
    TagNames.requestedProblem(tag)
        .ifPresent(problem -> {
          throw RefusedException.invalid("tried to promote an image, but " + problem);
        });
    return new PromotionTarget(repository, tag);
  }

  @Override
  public String toString() {
    return repository + ":" + tag;
  }
}
