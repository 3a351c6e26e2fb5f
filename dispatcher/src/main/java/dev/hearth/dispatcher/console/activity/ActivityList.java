package dev.hearth.dispatcher.console.activity;

import dev.hearth.dispatcher.console.frame.Frame;
import dev.hearth.dispatcher.console.frame.Visit;
import dev.hearth.dispatcher.people.Act;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of what was done, the newest first.
 *
 * @param things whether each act says with what: the acts are of several things
 * @param older the address of the next page; empty: none
 * @param export the address of all of it as JSON lines
 */
public record ActivityList(
    Frame frame, List<Act> acts, boolean things, String older, String export) {
  private static final int ROWS = 50;

  public ActivityList {
    acts = List.copyOf(acts);
  }

  /** A page of a trail. */
  @FunctionalInterface
  public interface Trail {
    List<Act> of(@Nullable String before, int limit);
  }

  /**
   * @param address of the page
   */
  public static ActivityList of(
      Visit visit, Frame frame, Trail trail, boolean things, String address, String export) {
    List<Act> found = trail.of(visit.query("before").orElse(null), ROWS + 1);
    List<Act> page = found.subList(0, Math.min(ROWS, found.size()));
    String older = found.size() > ROWS ? address + "?before=" + page.getLast().id() : "";
    return new ActivityList(frame, page, things, older, export);
  }
}
