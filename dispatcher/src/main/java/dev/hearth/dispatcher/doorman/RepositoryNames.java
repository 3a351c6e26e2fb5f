package dev.hearth.dispatcher.doorman;

import java.util.regex.Pattern;

/** What repositories of the registry can be called, and which are whose. */
public final class RepositoryNames {
  private static final Pattern SHAPE =
      Pattern.compile("[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*");

  private static final int LONGEST = 255;

  private RepositoryNames() {}

  public static boolean isName(String text) {
    return text.length() <= LONGEST && SHAPE.matcher(text).matches();
  }

  /**
   * Whether it is the farm's own: staging and caches, which no project or group can be called as.
   */
  public static boolean isOwn(String repository) {
    return repository.startsWith("hearth-");
  }
}
