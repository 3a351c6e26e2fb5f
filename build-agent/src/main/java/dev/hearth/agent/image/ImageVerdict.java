package dev.hearth.agent.image;

import dev.hearth.agent.StageFailure;
import dev.hearth.protocol.FailureKind;
import java.util.regex.Pattern;

/** What it means when the engine breaks an image's build off. */
final class ImageVerdict {
  /**
   * The engine's words when layers that a build stands on go while it runs: who removes a newer
   * image of the same project removes those which no image has any more.
   */
  private static final Pattern REMOVED_MEANWHILE =
      Pattern.compile(
          "unable to find image \"sha256:|no such image: sha256:|layer does not exist|unknown"
              + " parent|failed to get digest sha256:",
          Pattern.CASE_INSENSITIVE);

  private ImageVerdict() {}

  /**
   * The project's failure, unless the engine lost what an earlier step had made: then it is away,
   * and the build can be tried again.
   *
   * @param image its name
   * @param words the engine's
   */
  static StageFailure of(String image, String words, RuntimeException refusal) {
    if (REMOVED_MEANWHILE.matcher(words).find()) {
      return StageFailure.away(
          "tried to build the image %s but the engine removed what an earlier step had made"
              .formatted(image),
          refusal);
    }
    String first = words.lines().findFirst().orElse("no reason given");
    return new StageFailure(
        FailureKind.USER, "the image %s could not be built: %s".formatted(image, first), refusal);
  }
}
