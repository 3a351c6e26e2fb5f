package dev.hearth.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsAreAsWideAsTheyMustBeAndFiguresStandToTheRight() {
    Table table =
        Table.of("STAGE", "SECONDS", "HOST")
            .withFigures(1)
            .row("checkout", "0.31", "a")
            .row("compile", "112.05", "");

    assertThat(table.text())
        .isEqualTo(
            """
            STAGE     SECONDS  HOST
            checkout     0.31  a
            compile    112.05
            """);
  }

  @Test
  void aRowWithTooFewCellsIsRefused() {
    assertThatThrownBy(() -> Table.of("A", "B").row("one"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
