package dev.hearth.agent.compile;

import java.nio.file.Path;

/**
 * A folder or file of the host inside of a compile container.
 *
 * @param target absolute, in the container
 */
public record Mounted(Path source, String target, boolean readOnly) {
  public Mounted {
    if (!source.isAbsolute() || !target.startsWith("/")) {
      throw new IllegalArgumentException(
          "a mount needs two absolute paths, but these are " + source + " and " + target);
    }
  }

  public static Mounted writable(Path source, String target) {
    return new Mounted(source, target, false);
  }

  public static Mounted readOnly(Path source, String target) {
    return new Mounted(source, target, true);
  }
}
