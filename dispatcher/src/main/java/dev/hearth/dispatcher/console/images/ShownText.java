package dev.hearth.dispatcher.console.images;

import java.util.regex.Pattern;

/** Digests as they are shown where the whole stands beside. */
final class ShownText {
  private static final Pattern DIGEST = Pattern.compile("\\b([0-9a-f]{12})[0-9a-f]{52}\\b");

  private ShownText() {}

  /** The first twelve of each digest's digits. */
  static String shortened(String text) {
    return DIGEST.matcher(text).replaceAll("$1");
  }
}
