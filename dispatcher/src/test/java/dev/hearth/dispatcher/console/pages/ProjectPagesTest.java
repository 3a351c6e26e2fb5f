package dev.hearth.dispatcher.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.console.frame.WebClient;
import dev.hearth.dispatcher.people.Role;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Projects over HTTP: created, changed, with their people and what was done. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProjectPagesTest {
  private static final String BREAD = "/projects/bakery%2Fbread";
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
  void everybodySeesTheirProjectsOnly() {
    assertThat(admin.get("/projects").body()).contains("bakery/bread", "shop/web");
    assertThat(admin.get("/projects?q=mill").body()).contains("mill/flour").doesNotContain("shop/");
    assertThat(shown.as("guest").get("/projects").body())
        .contains("bakery/bread", "Guest")
        .doesNotContain("bakery/cake");
    assertThat(shown.as("stranger").get("/projects").body()).doesNotContain("bakery/", "shop/");
  }

  @Test
  void aProjectIsCreatedOnceItsRepositoryAnswers() {
    WebClient client = shown.as("stranger");
    client.get("/projects/new");
    Map<String, String> fields =
        Map.of("name", "bistro/menu", "gitUrl", "https://git.example.com/bistro/menu.git");
    shown.farm.gitProblem = Optional.of("tried to ask git.example.com, but it does not answer");
    HttpResponse<String> silent = client.post("/projects/new", fields);
    assertThat(silent.statusCode()).isEqualTo(422);
    assertThat(silent.body()).contains("does not answer", "value=\"bistro/menu\"", "anyway");
    shown.farm.gitProblem = Optional.empty();

    HttpResponse<String> created = client.post("/projects/new", fields);
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.body())
        .contains("1 branches, 0 tags, HEAD is main")
        .contains("http://farm.example/hooks/gitlab")
        .containsPattern("value=\"[A-Za-z0-9_-]{32}\"");
    // Who creates owns.
    assertThat(client.get("/projects/bistro%2Fmenu/settings").statusCode()).isEqualTo(200);
    assertThat(client.post("/projects/new", fields).statusCode()).isEqualTo(409);
  }

  @Test
  void whatIsWrongWithANewProjectIsSaidInTheForm() {
    admin.get("/projects/new");
    HttpResponse<String> wrong =
        admin.post("/projects/new", Map.of("name", "No Name", "gitUrl", "file:///etc/passwd"));
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("role=\"alert\"", "value=\"No Name\"");
    HttpResponse<String> elsewhere =
        shown
            .as("guest")
            .post(
                "/projects/new",
                Map.of("name", "mill/more", "gitUrl", "https://git.example.com/mill/more.git"));
    assertThat(elsewhere.statusCode()).isEqualTo(403);
  }

  @Test
  void settingsAreChangedAndOnlyWhatIsTyped() {
    WebClient master = shown.as("master");
    String form = master.get(BREAD + "/settings").body();
    assertThat(form).contains("https://git.example.com/bakery/bread.git", "Dockerfile");
    Map<String, String> fields =
        Map.of(
            "name", "bakery/bread",
            "gitUrl", "https://git.example.com/bakery/bread.git",
            "command", "mvn -q package",
            "labels", "linux, amd64",
            "environment", "A=1\r\nB=x=y\r\n",
            "images", "[{\"name\":\"bread\"}]",
            "timeout", "20m",
            "cache", "on");
    assertThat(master.post(BREAD + "/settings", fields).headers().firstValue("Location"))
        .contains(BREAD + "/settings?saved=1");
    String json = shown.farm.get("/api/v1/projects/bakery%2Fbread").body();
    assertThat(json)
        .contains("\"command\":\"mvn -q package\"", "\"labels\":[\"amd64\",\"linux\"]")
        .contains("\"B\":\"x=y\"", "\"timeout\":\"20m\"", "\"cache\":true", "\"supersede\":false");
    HttpResponse<String> wrong =
        master.post(BREAD + "/settings", Map.of("name", "bakery/bread", "images", "{"));
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("no JSON");
    assertThat(shown.as("reporter").get(BREAD + "/activity").body())
        .contains("project.changed", "mvn -q package");
  }

  @Test
  void theSecretIsMadeAnewAndShownOnce() {
    WebClient master = shown.as("master");
    master.get(BREAD + "/settings");
    String page = master.post(BREAD + "/secret", Map.of()).body();
    String secret = page.replaceFirst("(?s).*value=\"([A-Za-z0-9_-]{32})\".*", "$1");
    assertThat(secret).hasSize(32);
    assertThat(master.get(BREAD + "/settings").body()).doesNotContain(secret);
  }

  @Test
  void membersAreAddedChangedAndRemovedUpToTheOwnRole() {
    WebClient master = shown.as("master");
    master.get(BREAD + "/members");
    master.post(BREAD + "/members", Map.of("person", "operator", "role", "reporter"));
    assertThat(master.get(BREAD + "/members").body()).contains("Role of operator");
    assertThat(
            master
                .post(BREAD + "/members", Map.of("person", "operator", "role", "owner"))
                .statusCode())
        .isEqualTo(403);
    assertThat(
            master
                .post(BREAD + "/members", Map.of("person", "nobody", "role", "guest"))
                .statusCode())
        .isEqualTo(400);
    master.post(BREAD + "/members/operator/remove", Map.of());
    assertThat(master.get(BREAD + "/members").body()).doesNotContain("Role of operator");
    admin.get(BREAD + "/members");
    assertThat(admin.post(BREAD + "/members/owner/remove", Map.of()).statusCode()).isEqualTo(409);
    assertThat(shown.as("guest").get(BREAD + "/members").body())
        .contains(Role.OWNER.title())
        .doesNotContain("Remove");
  }

  @Test
  void theFiguresAreThoseOfTheArchive() {
    String page = admin.get(BREAD).body();
    assertThat(page).contains("83 %", "<svg class=\"chart\"", "bar good", "bar bad");
  }

  @Test
  void aProjectIsDeletedByWhoTypesItsName() {
    admin.get("/projects/new");
    Map<String, String> fields =
        Map.of("name", "bistro/old", "gitUrl", "https://git.example.com/bistro/old.git");
    assertThat(admin.post("/projects/new", fields).statusCode()).isEqualTo(201);
    String address = "/projects/bistro%2Fold";
    assertThat(admin.post(address + "/delete", Map.of("name", "bistro")).statusCode())
        .isEqualTo(400);
    admin.post(address + "/delete", Map.of("name", "bistro/old"));
    assertThat(admin.get(address).statusCode()).isEqualTo(404);
  }
}
