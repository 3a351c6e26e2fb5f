package dev.hearth.dispatcher.registry;

import java.util.regex.Pattern;

/** Digests become parts of addresses, so that their shape is checked first. */
final class Digests {
  private static final Pattern SHAPE = Pattern.compile("sha256:[0-9a-f]{64}");

  private Digests() {}

  /**
   * @throws RegistryRefusedException if it is no SHA-256 digest
   */
  static String checked(String digest) {
    if (!SHAPE.matcher(digest).matches()) {
      throw new RegistryRefusedException(
          "tried to publish an image but it names a digest that is none: '"
              + digest.replaceAll("[^A-Za-z0-9:+._-]", "?")
              + "'");
    }
    return digest;
  }
}
