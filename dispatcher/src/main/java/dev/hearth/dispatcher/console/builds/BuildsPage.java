package dev.hearth.dispatcher.console.builds;

import dev.hearth.dispatcher.console.frame.Frame;
import java.util.List;

/**
 * The list of builds with its filters.
 *
 * @param projects by name
 * @param agents by name
 * @param problem what is wrong with the query; empty: nothing
 */
public record BuildsPage(
    Frame frame, BuildRows rows, List<String> projects, List<String> agents, String problem) {
  public BuildsPage {
    projects = List.copyOf(projects);
    agents = List.copyOf(agents);
  }

  public BuildsQuery query() {
    return rows.query();
  }

  public List<String> states() {
    return BuildsQuery.STATES;
  }
}
