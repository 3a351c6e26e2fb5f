package dev.hearth.dispatcher.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.console.frame.WebClient;
import dev.hearth.dispatcher.people.Kind;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.people.Role;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each page and form is tried by everybody, against the table of permissions. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryPageByEveryRoleTest {
  private static final String BREAD = "/projects/bakery%2Fbread";
  private static final String IMAGES = "/images/bakery%2Fbread";
  private ShownImages images;
  private ShownFarm shown;
  private final Map<String, WebClient> clients = new LinkedHashMap<>();

  @BeforeAll
  void start(@TempDir Path home) {
    images = new ShownImages(home);
    shown = images.shown;
    Stream.concat(Stream.of("stranger", "operator"), Stream.of(Role.values()).map(Role::word))
        .forEach(this::enter);
  }

  @AfterAll
  void stop() {
    images.close();
  }

  private void enter(String name) {
    clients.put(name, shown.as(name));
  }

  /** What is tried; forms are sent empty, which all of them refuse behind the rights, or bear. */
  record Way(String method, String path, Permission wanted) {}

  static Stream<Way> ways() {
    return Stream.of(
        new Way("GET", "/pool", Permission.SEE_POOL),
        new Way("GET", "/parts/pool", Permission.SEE_POOL),
        new Way("GET", "/pool/oven-2", Permission.SEE_POOL),
        new Way("POST", "/pool/oven-2/cordon", Permission.RUN_POOL),
        new Way("POST", "/pool/oven-3/cordon", Permission.RUN_POOL),
        new Way("GET", "/farm", Permission.SEE_FARM),
        new Way("GET", "/farm/activity", Permission.SEE_FARM),
        new Way("GET", "/farm/people", Permission.MANAGE_PEOPLE),
        new Way("POST", "/farm/people", Permission.MANAGE_PEOPLE),
        new Way("POST", "/farm/people/guest", Permission.MANAGE_PEOPLE),
        new Way("GET", "/farm/announcements", Permission.RUN_FARM),
        new Way("POST", "/farm/announcements", Permission.RUN_FARM),
        new Way("GET", "/farm/quotas", Permission.RUN_FARM),
        new Way("POST", "/farm/quotas", Permission.RUN_FARM),
        new Way("POST", "/farm/quotas/group/bakery", Permission.RUN_FARM),
        new Way("GET", BREAD, Permission.SEE),
        new Way("GET", BREAD + "/members", Permission.SEE),
        new Way("GET", BREAD + "/settings", Permission.CHANGE),
        new Way("GET", BREAD + "/activity", Permission.READ_ACTIVITY),
        new Way("GET", BREAD + "/deliveries", Permission.READ_DELIVERIES),
        new Way("POST", BREAD + "/settings", Permission.CHANGE),
        new Way("POST", BREAD + "/credential", Permission.CHANGE),
        new Way("POST", BREAD + "/secret", Permission.CHANGE),
        new Way("POST", BREAD + "/members", Permission.MANAGE_MEMBERS),
        new Way("POST", BREAD + "/members/nobody/remove", Permission.MANAGE_MEMBERS),
        new Way("POST", BREAD + "/delete", Permission.DELETE),
        new Way("GET", IMAGES, Permission.SEE),
        new Way("GET", IMAGES + "/tags/main", Permission.SEE),
        new Way("GET", IMAGES + "/members", Permission.SEE),
        new Way("GET", IMAGES + "/settings", Permission.CHANGE),
        new Way("GET", IMAGES + "/activity", Permission.READ_ACTIVITY),
        new Way("GET", IMAGES + "/promote?from=main", Permission.PROMOTE),
        new Way("POST", IMAGES + "/promote", Permission.PROMOTE),
        new Way("POST", IMAGES + "/tags/main/delete", Permission.PROMOTE),
        new Way("POST", IMAGES + "/visibility", Permission.CHANGE),
        new Way("POST", IMAGES + "/rules", Permission.CHANGE),
        new Way("POST", IMAGES + "/members", Permission.MANAGE_MEMBERS),
        new Way("POST", IMAGES + "/members/nobody/remove", Permission.MANAGE_MEMBERS));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void isAnsweredAsTheTableSays(Way way) {
    assertThat(status(new WebClient(shown.farm), way)).as("logged out").isIn(303, 403);
    clients.forEach((who, client) -> {
      Role role = Role.find(who).orElse(null);
      boolean operator = who.equals("operator");
      int status = status(client, way);
      if (way.wanted().isOf(role) || (operator && way.wanted().isOfOperators())) {
        assertThat(status).as("%s by %s", way, who).isNotIn(401, 403, 404, 500);
      } else if (way.wanted().kinds().contains(Kind.FARM) || role != null || operator) {
        assertThat(status).as("%s by %s", way, who).isEqualTo(403);
      } else {
        assertThat(status).as("%s by %s", way, who).isEqualTo(404);
      }
    });
  }

  private static int status(WebClient client, Way way) {
    return way.method().equals("GET")
        ? client.get(way.path()).statusCode()
        : client.post(way.path(), Map.of()).statusCode();
  }
}
