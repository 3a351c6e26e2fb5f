package dev.hearth.dispatcher.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.console.frame.WebClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Images over HTTP, on a real registry: shown, promoted, deleted, opened and kept. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImagePagesTest {
  private static final String PAGE = ShownImages.PAGE;
  private static final String A = "a".repeat(40);
  private static final Pattern DIGEST = Pattern.compile("name=\"digest\" value=\"([^\"]+)\"");
  private ShownImages images;
  private ShownFarm shown;

  @BeforeAll
  void start(@TempDir Path home) {
    images = new ShownImages(home);
    shown = images.shown;
  }

  @AfterAll
  void stop() {
    images.close();
  }

  @Test
  void everybodySeesTheirRepositoriesOnly() {
    assertThat(shown.as("operator").get("/images").body()).contains("bakery/bread", "shop/web");
    assertThat(shown.as("operator").get("/images?q=MILL").body())
        .contains("mill/flour")
        .doesNotContain("shop/");
    assertThat(shown.as("guest").get("/images").body())
        .contains("bakery/bread")
        .doesNotContain("bakery/cake");
    assertThat(shown.as("stranger").get("/images").body()).doesNotContain("bakery/");
    assertThat(shown.as("stranger").get(PAGE).statusCode()).isEqualTo(404);
    assertThat(shown.as("operator").get("/images/no%2Fwhere").statusCode()).isEqualTo(404);
  }

  @Test
  void aTagSaysItsDigestSizeBuildAndCommit() {
    WebClient guest = shown.as("guest");
    String digest = digest(shown.as("master"), "main");
    String list = guest.get(PAGE).body();
    assertThat(list)
        .contains("title=\"" + digest + "\"", digest.substring(7, 19))
        .contains("href=\"/builds/" + images.last.id() + "\"", "bakery/bread#504")
        .contains("dddddddd", "by hand", "docker pull registry.example:5000/bakery/bread:")
        .doesNotContain("/promote?from=");
    assertThat(list.indexOf("tag-" + "e".repeat(40)))
        .as("what was written last comes first")
        .isLessThan(list.indexOf("tag-" + "b".repeat(40)));
    assertThat(guest.get(PAGE + "?q=bbbb").body())
        .contains("tag-" + "b".repeat(40))
        .doesNotContain("tag-release");
    assertThat(guest.get(PAGE + "/tags/main").body())
        .contains("docker pull registry.example:5000/bakery/bread@" + digest, "d".repeat(40));
    assertThat(guest.get(PAGE + "/tags/none").statusCode()).isEqualTo(404);
    assertThat(guest.get(PAGE + "/tags/..%2F..%2Fx").statusCode()).isEqualTo(404);
  }

  @Test
  void whatComesFromRepositoriesIsShownAndNotRun() {
    WebClient master = shown.as("master");
    assertThat(master.get(PAGE).body()).doesNotContain(ShownFarm.SCRIPT).contains("&lt;script&gt;");
    assertThat(master.get(PAGE + "/promote?from=main&to=release").body())
        .doesNotContain(ShownFarm.SCRIPT)
        .contains("&lt;script&gt;");
    assertThat(master.get(PAGE + "/promote?from=main&to=" + encoded(ShownFarm.SCRIPT)).body())
        .doesNotContain(ShownFarm.SCRIPT)
        .contains("role=\"alert\"");
    assertThat(master.get(PAGE + "?q=" + encoded(ShownFarm.SCRIPT)).body())
        .doesNotContain(ShownFarm.SCRIPT);
  }

  @Test
  void anImageIsPromotedByAFormThatFirstSaysWhatDrifted() {
    WebClient master = shown.as("master");
    images.push("candidate", "an older layer", "{}");
    String form = master.get(PAGE + "/promote?from=" + A + "&to=nightly").body();
    assertThat(form).contains("Nothing is called bakery/bread:nightly yet");
    Map<String, String> fields =
        Map.of("digest", found(form), "repository", "bakery/bread", "to", "nightly");
    assertThat(location(master.post(PAGE + "/promote", fields)))
        .isEqualTo(PAGE + "/tags/nightly?promoted=1");
    assertThat(master.get(PAGE + "/tags/nightly").body())
        .contains("aaaaaaaa", images.first.id().value(), "The same image");
    assertThat(master.get(PAGE + "/promote?from=" + A + "&to=nightly").body())
        .contains("is this very image already")
        .doesNotContain("name=\"digest\"");

    String drifted = master.get(PAGE + "/promote?from=main&to=nightly").body();
    assertThat(drifted).contains("Dockerfile", "Compile script", ">cccccccc<", ">bbbbbbbb<");
    assertThat(drifted.indexOf("Compile script"))
        .as("what drifted stands above the button")
        .isLessThan(drifted.indexOf("Promote to bakery/bread:nightly"));
    assertThat(master.get(PAGE + "/promote?from=main&to=candidate").body())
        .contains("does not say by what it was made");
    assertThat(shown.as("master").get(PAGE + "/activity").body())
        .contains("image.promoted", "bakery/bread:nightly");
  }

  @Test
  void whatCantBePromotedIsSaidInTheForm() {
    WebClient master = shown.as("master");
    String digest = digest(master, A);
    HttpResponse<String> following =
        master.post(PAGE + "/promote", Map.of("digest", digest, "to", "main"));
    assertThat(following.statusCode()).isEqualTo(409);
    assertThat(following.body()).contains("role=\"alert\"", "follows refs/heads/main");
    HttpResponse<String> elsewhere =
        master.post(
            PAGE + "/promote", Map.of("digest", digest, "repository", "shop/web", "to", "x"));
    assertThat(elsewhere.statusCode()).isEqualTo(400);
    assertThat(elsewhere.body()).contains("none that you may see");
    assertThat(
            master.get(PAGE + "/promote?from=main&to=x&repository=hearth-staging%2Fx").statusCode())
        .isEqualTo(400);
    assertThat(master.get(PAGE + "/promote?from=none&to=x").statusCode()).isEqualTo(404);
  }

  @Test
  void aTagIsDeletedByAFormThatNamesItAndItsSiblingsSurvive() {
    WebClient master = shown.as("master");
    images.push("old", "layer of old", "{}");
    images.push("older", "layer of old", "{}");
    String page = master.get(PAGE + "/tags/old").body();
    assertThat(page).contains("bakery/bread:old", "Delete old");
    String seen = found(page);
    images.push("old", "moved meanwhile", "{}");
    HttpResponse<String> moved = master.post(PAGE + "/tags/old/delete", Map.of("digest", seen));
    assertThat(moved.statusCode()).isEqualTo(409);
    assertThat(moved.body()).contains("Nothing was deleted");

    images.push("old", "layer of old", "{}");
    assertThat(location(master.post(PAGE + "/tags/old/delete", Map.of("digest", seen))))
        .isEqualTo(PAGE + "?deleted=1");
    assertThat(master.get(PAGE + "/tags/old").statusCode()).isEqualTo(404);
    assertThat(master.get(PAGE + "/tags/older").body()).contains(seen);
    assertThat(master.get(PAGE + "/activity").body()).contains("tag.deleted", seen);
  }

  @Test
  void aGuestChangesNothing() {
    WebClient guest = shown.as("guest");
    String page = guest.get(PAGE + "/tags/release").body();
    assertThat(page).doesNotContain("/delete\"", "/promote?");
    String digest = digest(shown.as("master"), "release");
    Map<String, String> fields = Map.of("digest", digest, "to", "mine", "public", "yes");
    for (String form :
        new String[] {"/tags/release/delete", "/promote", "/visibility", "/rules", "/members"}) {
      assertThat(guest.post(PAGE + form, fields).statusCode()).as(form).isEqualTo(403);
    }
    assertThat(guest.get(PAGE + "/promote?from=main").statusCode()).isEqualTo(403);
    assertThat(guest.get(PAGE + "/tags/release").body()).contains(digest);
    assertThat(guest.get(PAGE + "/tags/mine").statusCode()).isEqualTo(404);
  }

  @Test
  void whatIsPublicIsSeenByEverybodyAndChangedByNobodyElse() {
    WebClient master = shown.as("master");
    assertThat(location(master.post(PAGE + "/visibility", Map.of("public", "yes"))))
        .endsWith("?saved=1");
    WebClient stranger = shown.as("stranger");
    assertThat(stranger.get("/images").body()).contains("bakery/bread", "anybody");
    assertThat(stranger.get(PAGE).body())
        .contains("docker pull")
        .doesNotContain("bakery/bread#", "Project bakery/bread");
    assertThat(stranger.post(PAGE + "/visibility", Map.of("public", "no")).statusCode())
        .isEqualTo(403);
    master.post(PAGE + "/visibility", Map.of("public", "no"));
    assertThat(stranger.get(PAGE).statusCode()).isEqualTo(404);
    assertThat(master.get(PAGE + "/activity").body()).contains("image.public", "image.private");
  }

  @Test
  void howLongImagesAreKeptIsTheProjectsSettingAndShownHere() {
    WebClient master = shown.as("master");
    assertThat(master.get(PAGE + "/settings").body()).contains("value=\"0\"");
    Map<String, String> fields = Map.of("keepLast", "30", "keepTags", "v*, stable");
    assertThat(location(master.post(PAGE + "/rules", fields))).endsWith("/settings?saved=1");
    assertThat(shown.as("guest").get(PAGE).body())
        .contains("last 30 commits", "<code>v*</code>", "<code>stable</code>");
    HttpResponse<String> wrong =
        master.post(PAGE + "/rules", Map.of("keepLast", "3", "keepTags", "a/b"));
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("no pattern", "value=\"a/b\"");
    assertThat(master.post(PAGE + "/rules", Map.of("keepLast", "many")).statusCode())
        .isEqualTo(400);
  }

  @Test
  void aRoleOnTheRepositoryAloneIsGivenAndTaken() {
    WebClient owner = shown.as("owner");
    owner.post(PAGE + "/members", Map.of("person", "stranger", "role", "master"));
    WebClient stranger = shown.as("stranger");
    assertThat(stranger.get(PAGE + "/members").body())
        .contains("Role of stranger", "from bakery/bread");
    assertThat(stranger.get(PAGE + "/settings").body())
        .contains("How long images are kept")
        .doesNotContain("name=\"keepLast\"");
    assertThat(stranger.post(PAGE + "/rules", Map.of("keepLast", "1")).statusCode())
        .as("that is the project's setting")
        .isEqualTo(404);
    owner.post(PAGE + "/members/stranger/remove", Map.of());
    assertThat(stranger.get(PAGE).statusCode()).isEqualTo(404);
    assertThat(owner.get(PAGE + "/activity").body()).contains("member.added", "member.removed");
  }

  @Test
  void aBuildSaysWhatDriftedSinceTheImageOfItsBranch() {
    WebClient guest = shown.as("guest");
    String build = "/builds/" + images.first.id();
    assertThat(guest.get(build).body())
        .contains("href=\"" + PAGE + "\"", "href=\"" + PAGE + "/tags/main\"", build + "/drift");
    assertThat(guest.get(build + "/drift").body())
        .contains("Since the image that has the tag main now", "Dockerfile", ">aaaaaaaa<");
    String last = "/parts/builds/" + images.last.id() + "/drift";
    assertThat(guest.get(last).body())
        .contains("Since the image of the build before", "Nothing changed")
        .doesNotContain("<html");
    assertThat(shown.as("stranger").get(last).statusCode()).isEqualTo(404);
  }

  private static String digest(WebClient who, String tag) {
    return found(who.get(PAGE + "/tags/" + tag).body());
  }

  private static String found(String page) {
    Matcher digest = DIGEST.matcher(page);
    assertThat(digest.find()).as(page).isTrue();
    return digest.group(1);
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElse(answer.body());
  }

  private static String encoded(String text) {
    return WebClient.encoded(text);
  }
}
