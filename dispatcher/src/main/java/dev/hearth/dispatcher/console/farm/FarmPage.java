package dev.hearth.dispatcher.console.farm;

import dev.hearth.dispatcher.console.charts.Bars;
import dev.hearth.dispatcher.console.frame.Frame;
import java.util.List;

/**
 * How the farm is used.
 *
 * @param teams how often each group built in the time, the most first
 */
public record FarmPage(
    Frame frame, Bars builds, Bars pushes, Bars logIns, List<Team> teams, Warmth warmth, int days) {
  public FarmPage {
    teams = List.copyOf(teams);
  }

  /**
   * A group's share.
   *
   * @param kind how it is drawn
   */
  public record Team(String name, long builds, String kind) {}
}
