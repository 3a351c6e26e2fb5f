package dev.hearth.dispatcher.console.buildnow;

import dev.hearth.dispatcher.console.frame.Frame;
import java.util.List;

/**
 * The form to ask for a build with.
 *
 * @param projects those that who looks may build, by name
 * @param project the one that is chosen; empty for none
 * @param typed what was typed before
 * @param problem what was wrong with it; empty: nothing
 * @param key makes a form that is sent twice one build
 */
public record BuildNowPage(
    Frame frame,
    List<String> projects,
    String project,
    Typed typed,
    Offer offer,
    String problem,
    String key) {
  public BuildNowPage {
    projects = List.copyOf(projects);
  }

  /** What stands in the fields. */
  public record Typed(String ref, String commit, String tag, boolean cache) {
    static final Typed NOTHING = new Typed("", "", "", true);
  }
}
