package dev.hearth.dispatcher.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.console.frame.WebClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quotas over HTTP. */
class QuotaPagesTest {
  private ShownFarm shown;
  private WebClient operator;

  @BeforeEach
  void start(@TempDir Path home) {
    shown = new ShownFarm(home);
    operator = WebClient.loggedIn(shown.farm, "operator", ShownFarm.PASSWORD);
  }

  @AfterEach
  void stop() {
    shown.close();
  }

  private String page() {
    return operator.get("/farm/quotas").body();
  }

  @Test
  void eachQuotaStandsBesideItsUse() {
    assertThat(page().replaceAll("\\s+", " "))
        .contains("<b>bakery</b>", "<span class=\"nowrap bad\">2 / 2</span>", "used up")
        .contains("<b>mill</b>", "<span class=\"nowrap\">1 / 9</span>")
        .contains("<b>developer</b>", "<span class=\"nowrap\">0 / 3</span>");
  }

  @Test
  void aQuotaIsSetChangedAndRemoved() {
    Map<String, String> wanted =
        Map.of("kind", "group", "name", " shop/web ", "running", "4", "waiting", "");
    assertThat(operator.post("/farm/quotas", wanted).statusCode()).isEqualTo(303);
    assertThat(page()).contains("<b>shop/web</b>", "0 / 4");

    String address = "/farm/quotas/group/shop%2Fweb";
    assertThat(operator.post(address, Map.of("running", "0")).statusCode()).isEqualTo(303);
    assertThat(page()).contains("0 / 0");
    assertThat(operator.post(address + "/remove", Map.of()).statusCode()).isEqualTo(303);
    assertThat(page()).doesNotContain("shop/web");
  }

  @Test
  void whatIsNoQuotaIsToldOnThePage() {
    Map<String, String> wanted = Map.of("kind", "user", "name", "nobody-here", "running", "4");
    HttpResponse<String> refused = operator.post("/farm/quotas", wanted);
    assertThat(refused.statusCode()).isEqualTo(404);
    assertThat(refused.body()).contains("nobody of this name is known");
    Map<String, String> words = Map.of("kind", "group", "name", "shop", "running", "many");
    assertThat(operator.post("/farm/quotas", words).body()).contains("a number of builds");
  }
}
