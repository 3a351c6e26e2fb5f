package dev.hearth.dispatcher.console.frame;

import dev.hearth.dispatcher.people.Access;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.people.Principal;
import org.jspecify.annotations.Nullable;

/** An entry of the navigation. */
public enum Section {
  BUILDS("/builds", 'b', "nav.builds", null),
  BUILD_NOW("/build-now", 'n', "nav.buildNow", null),
  PROJECTS("/projects", 'p', "nav.projects", null),
  IMAGES("/images", 'i', "nav.images", null),
  POOL("/pool", 'o', "nav.pool", Permission.SEE_POOL),
  FARM("/farm", 'f', "nav.farm", Permission.SEE_FARM),
  HELP("/help", 'h', "nav.help", null);

  private final String address;
  private final char letter;
  private final String key;
  private final @Nullable Permission wanted;

  /**
   * @param letter behind {@code g}, jumps there
   * @param wanted what one must be allowed on the farm to see the entry; null: nothing
   */
  Section(String address, char letter, String key, @Nullable Permission wanted) {
    this.address = address;
    this.letter = letter;
    this.key = key;
    this.wanted = wanted;
  }

  public String address() {
    return address;
  }

  /** The key that jumps there, behind {@code g}. */
  public String letter() {
    return String.valueOf(letter);
  }

  boolean isFor(Principal who) {
    return wanted == null || Access.mayOnFarm(who, wanted);
  }

  /** Of its name among the messages. */
  public String key() {
    return key;
  }
}
