package dev.hearth.cache;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A folder in the builder's home directory that is kept between builds, such as {@code
 * .m2/repository}.
 *
 * @param value relative, of plain names separated by {@code /}
 */
public record CachePath(String value) {
  private static final int LONGEST = 200;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

  /** Tools read settings from these: kept whole, one build could plant them for all later ones. */
  private static final Set<String> HOLD_SETTINGS =
      Set.of(
          ".aws", ".cargo", ".config", ".docker", ".gnupg", ".gradle", ".kube", ".local", ".m2",
          ".mvn", ".ssh");

  private static final Set<String> ARE_SETTINGS =
      Set.of(".gradle/init.d", ".local/bin", ".local/share", ".cargo/bin");

  /**
   * @throws IllegalArgumentException with a sentence for who wrote the builder's label
   */
  public CachePath {
    List<String> names = List.of(value.split("/", -1));
    if (value.length() > LONGEST
        || !names.stream().allMatch(name -> NAME.matcher(name).matches())
        || names.contains(".")
        || names.contains("..")) {
      throw refused(value, "it is not a relative path of plain names");
    }
    boolean holder = HOLD_SETTINGS.contains(names.getFirst());
    boolean whole = names.size() == 1;
    if (ARE_SETTINGS.contains(value) || (holder && (whole || value.endsWith(".xml")))) {
      throw refused(value, "a build could plant settings there for later ones");
    }
  }

  /** Whether this folder is that one, or lies in it. */
  boolean isInOrAt(CachePath other) {
    return value.equals(other.value) || value.startsWith(other.value + "/");
  }

  /** As one folder name; {@code +} is in no path. */
  String asName() {
    return value.replace('/', '+');
  }

  private static IllegalArgumentException refused(String value, String why) {
    String shown = value.replaceAll("[^ -~]", "?");
    return new IllegalArgumentException(
        "tried to cache \"%s\" of the builder's home but %s; name a folder such as .m2/repository"
            .formatted(shown.length() > LONGEST ? shown.substring(0, LONGEST) : shown, why));
  }
}
