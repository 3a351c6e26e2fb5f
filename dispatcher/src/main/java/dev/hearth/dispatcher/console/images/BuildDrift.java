package dev.hearth.dispatcher.console.images;

import dev.hearth.dispatcher.console.frame.Frame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What drifted in each of a build's images.
 *
 * @param title the build's
 * @param address the build's page
 */
public record BuildDrift(Frame frame, String title, String address, List<OfImage> images) {
  public BuildDrift {
    images = List.copyOf(images);
  }

  /**
   * Of one image.
   *
   * @param sentence what it is compared with, or why with nothing
   */
  public record OfImage(String repository, String sentence, @Nullable ShownDrift drift) {}
}
