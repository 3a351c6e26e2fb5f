package dev.hearth.dispatcher.console.projects;

import dev.hearth.dispatcher.console.charts.Bars;
import dev.hearth.dispatcher.projects.Project;
import java.util.List;

/**
 * A project at a glance.
 *
 * @param headsProblem why its repository could not be compared last; empty: nothing
 */
public record OverviewPage(
    ProjectHead head,
    Project project,
    BuildFigures figures,
    Bars durations,
    Bars outcomes,
    List<CreatedProjectPage.Hook> hooks,
    String headsProblem) {
  public OverviewPage {
    hooks = List.copyOf(hooks);
  }
}
