package dev.hearth.dispatcher.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.console.frame.WebClient;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The pool over HTTP: what is said of hosts and the queue, and closing a host. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PoolPagesTest {
  private ShownFarm shown;
  private WebClient admin;

  @BeforeAll
  void start(@TempDir Path home) {
    shown = new ShownFarm(home);
    admin = WebClient.loggedIn(shown.farm);
  }

  @AfterAll
  void stop() {
    shown.close();
  }

  @Test
  void hostsAndTheQueueAreShownWithTheReasons() {
    String page = admin.get("/pool").body();
    assertThat(page)
        .contains("oven-2", "bakery/bread#1", "180 GiB")
        .contains("has no free slot of its 4")
        .contains("drain by operator: its disk is to be replaced")
        .contains("&lt;script&gt;alert(1)")
        .doesNotContain(ShownFarm.SCRIPT);
    assertThat(admin.get("/parts/pool").body()).startsWith("<div id=\"pool\"");
  }

  @Test
  void aHostSaysWhatWouldMoveAndWhereTo() {
    int homes = 0;
    for (String host : new String[] {"agent-1", "oven-2", "oven-3"}) {
      String page = admin.get("/pool/" + host).body();
      for (String project : ShownFarm.NAMES) {
        homes += page.split("<span>" + project + "</span>", -1).length - 1;
      }
      // The drained host is nobody's next.
      assertThat(page).doesNotContain("<a href=\"/pool/oven-3\">oven-3</a></td>");
      homes -= host.equals("agent-1") ? 0 : 3;
    }
    assertThat(homes).as("each project is at home once").isEqualTo(ShownFarm.NAMES.size());
    assertThat(admin.get("/pool/nowhere").statusCode()).isEqualTo(404);
  }

  @Test
  void aHostIsClosedWithAReasonAndOpenedAgain() {
    admin.get("/pool/agent-1");
    assertThat(admin.post("/pool/agent-1/cordon", Map.of("why", " ")).statusCode()).isEqualTo(400);
    assertThat(
            admin
                .post("/pool/agent-1/cordon", Map.of("kind", "drain", "why", "a new kernel"))
                .headers()
                .firstValue("Location"))
        .contains("/pool/agent-1");
    assertThat(admin.get("/pool/agent-1").body()).contains("drain by admin: a new kernel");
    admin.post("/pool/agent-1/uncordon", Map.of());
    assertThat(admin.get("/pool/agent-1").body()).doesNotContain("a new kernel");
    assertThat(shown.farm.get("/api/v1/activity").body())
        .contains("agent.drained", "agent.uncordoned", "drain: a new kernel");
  }
}
