package dev.hearth.dispatcher.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.console.frame.WebClient;
import dev.hearth.dispatcher.people.Permission;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The help's table is the program's own, in words for people. */
class HelpPagesTest {
  @Test
  void everyPermissionIsInTheTableInItsOwnWords(@TempDir Path home) {
    try (ShownFarm shown = new ShownFarm(home)) {
      WebClient guest = new WebClient(shown.farm);
      guest.logIn("guest", ShownFarm.PASSWORD);
      String page = guest.get("/help").body();
      for (Permission permission : Permission.values()) {
        assertThat(page).contains(permission.sentence());
      }
      assertThat(page).doesNotContain("href=\"/pool\"");
      assertThat(guest.get("/help", "Accept-Language", "zh").body()).contains("取消其构建");
    }
  }
}
