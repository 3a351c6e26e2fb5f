package dev.hearth.dispatcher.console.images;

import dev.hearth.dispatcher.console.frame.Frame;
import dev.hearth.dispatcher.images.RepositoryView;
import java.util.List;

/**
 * The repositories that somebody sees.
 *
 * @param wanted what their names are to hold; empty: all
 * @param next the address of the next page; empty: none
 */
public record RepositoryListPage(
    Frame frame, String wanted, List<RepositoryView> rows, String next) {
  public RepositoryListPage {
    rows = List.copyOf(rows);
  }

  public String address(RepositoryView row) {
    return RepositoryHead.address(row.path());
  }
}
