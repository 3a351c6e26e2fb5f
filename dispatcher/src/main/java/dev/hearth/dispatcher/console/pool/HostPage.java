package dev.hearth.dispatcher.console.pool;

import dev.hearth.dispatcher.console.frame.Frame;
import java.util.List;

/**
 * One host.
 *
 * @param warm names of the projects whose caches it has
 * @param homes how many projects are at home there
 * @param moves where those would go
 * @param mayRun whether who looks may close and open it
 * @param problem what was wrong with the form; empty: nothing
 */
public record HostPage(
    Frame frame,
    HostRow host,
    List<String> warm,
    int homes,
    List<Move> moves,
    boolean mayRun,
    String problem) {
  public HostPage {
    warm = List.copyOf(warm);
    moves = List.copyOf(moves);
  }

  /**
   * Projects that would go to the same host.
   *
   * @param to its name; empty: nowhere, their builds would wait
   * @param projects their names
   */
  public record Move(String to, List<String> projects) {
    public Move {
      projects = List.copyOf(projects);
    }
  }
}
