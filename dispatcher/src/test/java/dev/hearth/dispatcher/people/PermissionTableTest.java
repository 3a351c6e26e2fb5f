package dev.hearth.dispatcher.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PermissionTableTest {
  @Test
  void theDocumentsPrintTheTableOfTheProgram() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "permissions.md"));
    assertThat(document)
        .as(
            "put this into docs/permissions.md:%n%s%n%s",
            PermissionTable.markdown(), PermissionTable.scopes())
        .contains("\n" + PermissionTable.markdown() + "\n")
        .contains("\n" + PermissionTable.scopes() + "\n");
  }

  @Test
  void aHigherRoleMayAllThatALowerOneMay() {
    for (PermissionTable.Row row : PermissionTable.rows()) {
      assertThat(row.roles()).isSorted();
    }
  }
}
