package dev.hearth.agent.engine;

/**
 * A version of the engine's API.
 *
 * @param minor behind the {@code 1.}
 */
record ApiVersion(int minor) implements Comparable<ApiVersion> {
  /** What we speak where the engine lets us choose: the oldest that engine 29 still answers. */
  static final ApiVersion PREFERRED = new ApiVersion(44);

  static ApiVersion parse(String text) {
    if (!text.matches("1\\.[0-9]{1,4}")) {
      throw new IllegalArgumentException(
          "an engine's API version is 1.x, but this is '" + text + "'");
    }
    return new ApiVersion(Integer.parseInt(text.substring(2)));
  }

  /** The version to speak with an engine that answers these. */
  static ApiVersion between(ApiVersion oldest, ApiVersion newest) {
    if (newest.compareTo(PREFERRED) < 0) {
      return newest;
    }
    return oldest.compareTo(PREFERRED) > 0 ? oldest : PREFERRED;
  }

  @Override
  public int compareTo(ApiVersion other) {
    return Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return "1." + minor;
  }
}
