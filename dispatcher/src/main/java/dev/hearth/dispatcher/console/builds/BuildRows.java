package dev.hearth.dispatcher.console.builds;

import dev.hearth.dispatcher.console.frame.Frame;
import java.util.List;

/**
 * The part of the list that is kept live.
 *
 * @param refresh the address of this part as it will be then; empty for a page that stays
 * @param older the address of the page behind; empty if there is none
 */
public record BuildRows(
    Frame frame, BuildsQuery query, List<ShownBuild> builds, String refresh, String older) {
  public BuildRows {
    builds = List.copyOf(builds);
  }
}
