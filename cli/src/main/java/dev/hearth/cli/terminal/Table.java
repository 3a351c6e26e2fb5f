package dev.hearth.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Rows of text under headings, each column as wide as it must be. */
public final class Table {
  private static final String BETWEEN = "  ";

  private final List<String> headings;
  private final Set<Integer> figures;
  private final List<List<String>> rows = new ArrayList<>();

  private Table(List<String> headings, Set<Integer> figures) {
    this.headings = headings;
    this.figures = figures;
  }

  public static Table of(String... headings) {
    return new Table(List.of(headings), Set.of());
  }

  /** The same headings, with these columns (from 0) set to the right. */
  public Table withFigures(Integer... columns) {
    return new Table(headings, Set.of(columns));
  }

  /** Adds a row: as many cells as there are headings. */
  public Table row(String... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException(
          "a row has " + cells.length + " cells under " + headings.size() + " headings");
    }
    rows.add(List.of(cells));
    return this;
  }

  /** All lines, each with its line end; no line ends in blanks. */
  public String text() {
    StringBuilder text = new StringBuilder();
    line(text, headings);
    rows.forEach(row -> line(text, row));
    return text.toString();
  }

  private void line(StringBuilder text, List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      String pad = " ".repeat(width(column) - length(cell));
      line.append(column == 0 ? "" : BETWEEN)
          .append(figures.contains(column) ? pad + cell : cell + pad);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private int width(int column) {
    int widest = length(headings.get(column));
    for (List<String> row : rows) {
      widest = Math.max(widest, length(row.get(column)));
    }
    return widest;
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
