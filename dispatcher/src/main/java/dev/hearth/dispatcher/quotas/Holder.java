package dev.hearth.dispatcher.quotas;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.people.Person;
import java.util.regex.Pattern;

/** Who has a quota. */
public sealed interface Holder {
  /** {@code group} or {@code user}, as it is written in JSON, SQL and addresses. */
  String kind();

  /** A group's path or a user's name. */
  String name();

  /** What people call it: {@code group team/web}, {@code user ada}. */
  default String title() {
    return kind() + " " + name();
  }

  /**
   * All builds of the projects in a group, and in groups below it.
   *
   * @param name its path
   */
  record Group(String name) implements Holder {
    static final String KIND = "group";
    private static final int LONGEST = 200;
    private static final Pattern PATH =
        Pattern.compile("[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*");

    @Override
    public String kind() {
      return KIND;
    }
  }

  /** The builds that somebody asked for by hand. */
  record User(String name) implements Holder {
    static final String KIND = "user";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * @throws RefusedException if none can be called so
   */
  static Holder of(String kind, String name) {
    switch (kind) {
      case Group.KIND -> {
        if (name.length() <= Group.LONGEST && Group.PATH.matcher(name).matches()) {
          return new Group(name);
        }
        throw RefusedException.invalid(
            "tried to find a quota, but a group is called like team or team/web");
      }
      case User.KIND -> {
        String problem = Person.problemOf(name);
        if (problem.isEmpty()) {
          return new User(name);
        }
        throw RefusedException.invalid("tried to find a quota, but " + problem);
      }
      default ->
          throw RefusedException.invalid(
              "tried to find a quota, but groups and users have them, nobody else");
    }
  }
}
