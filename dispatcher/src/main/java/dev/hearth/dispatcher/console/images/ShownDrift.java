package dev.hearth.dispatcher.console.images;

import dev.hearth.dispatcher.console.frame.Frame;
import dev.hearth.dispatcher.images.ImageDrift;

/** What changed of a recipe, as pages show it. */
public record ShownDrift(Frame frame, ImageDrift.Drift drift) {
  /** A label's value; images say of themselves what they like. */
  public String shortened(String value) {
    return value.isEmpty() ? frame.t("drift.nothing") : ShownText.shortened(value);
  }

  public String part(ImageDrift.Change change) {
    return frame.t("drift." + change.part());
  }
}
