package dev.hearth.dispatcher.console.projects;

import dev.hearth.dispatcher.console.frame.Frame;
import java.util.List;

/**
 * The projects that somebody sees.
 *
 * @param wanted what the names are to hold; empty: all
 * @param next the address of the next page; empty: none
 */
public record ProjectListPage(Frame frame, String wanted, List<Row> rows, String next) {
  public ProjectListPage {
    rows = List.copyOf(rows);
  }

  /**
   * A project.
   *
   * @param role who looks has on it; empty: none
   */
  public record Row(String name, String gitUrl, String role, String changedAt) {
    public String address() {
      return ProjectHead.address(name);
    }
  }
}
