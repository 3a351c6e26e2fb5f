package dev.hearth.dispatcher.console.frame;

import dev.hearth.dispatcher.people.Access;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.people.Principal;
import org.jspecify.annotations.Nullable;

/** An entry of the navigation. */
public enum Section {
  BUILDS("/builds", "nav.builds", null),
  BUILD_NOW("/build-now", "nav.buildNow", null),
  PROJECTS("/projects", "nav.projects", null),
  POOL("/pool", "nav.pool", Permission.SEE_POOL),
  FARM("/farm", "nav.farm", Permission.SEE_FARM),
  HELP("/help", "nav.help", null);

  private final String address;
  private final String key;
  private final @Nullable Permission wanted;

  /**
   * @param wanted what one must be allowed on the farm to see the entry; null: nothing
   */
  Section(String address, String key, @Nullable Permission wanted) {
    this.address = address;
    this.key = key;
    this.wanted = wanted;
  }

  public String address() {
    return address;
  }

  boolean isFor(Principal who) {
    return wanted == null || Access.mayOnFarm(who, wanted);
  }

  /** Of its name among the messages. */
  public String key() {
    return key;
  }
}
