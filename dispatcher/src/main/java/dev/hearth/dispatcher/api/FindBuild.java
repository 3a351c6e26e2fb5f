package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.ProjectName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds builds by what people call them: an id or a title. */
record FindBuild(Builds builds) {
  private static final Pattern TITLE = Pattern.compile("(.+)#([1-9][0-9]{0,17})");

  /**
   * @throws RefusedException if there is none
   */
  BuildView require(String idOrTitle) {
    return find(idOrTitle).orElseThrow(() -> absent(idOrTitle));
  }

  /** What is said of a build that is not there, or not for who asks. */
  static RefusedException absent(String idOrTitle) {
    return RefusedException.absent(
        "tried to find build '"
            + idOrTitle.replaceAll("\\p{Cntrl}", "?")
            + "', but there is none; name it by its id, or by its title, which is"
            + " team%2Fapp%2342 in an address for team/app#42");
  }

  private Optional<BuildView> find(String idOrTitle) {
    if (BuildId.isId(idOrTitle)) {
      return builds.find(new BuildId(idOrTitle));
    }
    Matcher title = TITLE.matcher(idOrTitle);
    try {
      return title.matches()
          ? builds.find(new ProjectName(title.group(1)), Long.parseLong(title.group(2)))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
