package dev.hearth.cli.gameday;

/**
 * Something that is not as it must be.
 *
 * @param sentence names the build, key or container
 */
record Finding(Wrong kind, String sentence) {
  /** In the order in which the table has them. */
  enum Wrong {
    NEVER_ACCEPTED("hooks never accepted"),
    ENDED_TWICE("ended twice"),
    NEVER_ENDED("never ended"),
    ENDED_UNTRUE("ended otherwise than it was"),
    IMAGE("images missing or with another content"),
    LOG("logs with bytes lost or doubled"),
    ORPHAN("orphaned containers and keys"),
    UNSOUND("rules broken that the doctor looks at"),
    GAME("could not be done or seen");

    private final String words;

    Wrong(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }
}
