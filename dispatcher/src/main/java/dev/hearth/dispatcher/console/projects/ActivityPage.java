package dev.hearth.dispatcher.console.projects;

import dev.hearth.dispatcher.people.Act;
import java.util.List;

/**
 * What was done with a project.
 *
 * @param older the address of the next page; empty: none
 * @param export the address of all of it as JSON lines
 */
public record ActivityPage(ProjectHead head, List<Act> acts, String older, String export) {
  public ActivityPage {
    acts = List.copyOf(acts);
  }
}
