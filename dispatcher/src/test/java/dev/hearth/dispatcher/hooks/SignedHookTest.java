package dev.hearth.dispatcher.hooks;

import static dev.hearth.dispatcher.api.TestDispatcher.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.api.TestDispatcher;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class SignedHookTest {
  private static final String URL = "https://git.example.com/team/app.git";

  @TempDir Path home;
  private TestDispatcher farm;
  private String secret;

  @BeforeEach
  void start() {
    farm = new TestDispatcher(home);
    secret = farm.project("team/app", URL).path("hookSecret").asText();
  }

  @AfterEach
  void stop() {
    farm.close();
  }

  @Test
  void aSignedPushOfGitHubIsAcceptedAndItsRedeliveryFindsTheSameBuild() {
    HttpResponse<String> first = github(secret, push(URL));
    assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
    assertThat(github(secret, push(URL)).body()).isEqualTo(first.body());
    assertThat(farm.builds.count()).isEqualTo(1);
  }

  @Test
  void aFormOfGitHubIsAcceptedAsWell() {
    String form = "payload=" + URLEncoder.encode(push(URL), StandardCharsets.UTF_8);
    assertThat(github(secret, form).statusCode()).isEqualTo(202);
  }

  @Test
  void aPushOfGiteaIsAccepted() {
    HttpResponse<String> answer =
        send(
            "gitea",
            push(URL),
            Map.of(
                "X-Gitea-Event",
                "push",
                "X-GitHub-Event",
                "push",
                "X-Hub-Signature-256",
                "sha256=" + hex(secret, push(URL)),
                "X-Gitea-Signature",
                hex(secret, push(URL))));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  @Test
  void theFarmsOwnSecretSignsForEveryProject() throws Exception {
    assertThat(github(farm.farmHookSecret(), push(URL)).statusCode()).isEqualTo(202);
  }

  @Test
  void anUnknownRepositoryAndAWrongSecretAnswerAlike() {
    HttpResponse<String> wrong = github("a-secret-of-nobody", push(URL));
    assertThat(wrong.statusCode()).isEqualTo(401);
    HttpResponse<String> unknown = github(secret, push("https://git.example.com/no/such.git"));
    assertThat(unknown.statusCode()).isEqualTo(401);
    assertThat(unknown.body().replaceAll("\"request\":\"[^\"]*\"", ""))
        .isEqualTo(wrong.body().replaceAll("\"request\":\"[^\"]*\"", ""));
    assertThat(send("github", push(URL), Map.of("X-GitHub-Event", "push")).statusCode())
        .isEqualTo(401);
    assertThat(farm.builds.count()).isZero();
  }

  @Test
  void aSignatureOfNothingOpensNoBody() {
    Map<String, String> headers =
        Map.of("X-GitHub-Event", "push", "X-Hub-Signature-256", "sha256=" + hex(secret, ""));
    assertThat(send("github", push(URL), headers).statusCode()).isEqualTo(401);
  }

  @Test
  void aPingSaysThatItWasUnderstood() {
    String ping = "{\"zen\":\"Keep it logically awesome.\"}";
    HttpResponse<String> answer =
        send(
            "github",
            ping,
            Map.of("X-GitHub-Event", "ping", "X-Hub-Signature-256", "sha256=" + hex(secret, ping)));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).path("reason").asText()).contains("ping");
  }

  @Test
  void aSignedHookOfGitLabIsAccepted() {
    String signing =
        "whsec_"
            + Base64.getEncoder()
                .encodeToString("0123456789abcdef01234567".getBytes(StandardCharsets.UTF_8));
    farm.send(
        farm.authorized("/api/v1/projects/team%2Fapp")
            .method("PATCH", BodyPublishers.ofString("{\"hookSecret\":\"" + signing + "\"}")));
    String time = Long.toString(Instant.now().getEpochSecond());
    String body =
        """
        {"object_kind":"push","ref":"refs/heads/main","before":"%s","after":"%s",
         "project":{"id":15,"git_http_url":"%s"}}\
        """
            .formatted("9".repeat(40), "a".repeat(40), URL);
    byte[] mac = hmac("0123456789abcdef01234567", "msg_1." + time + "." + body);
    HttpResponse<String> answer =
        send(
            "gitlab",
            body,
            Map.of(
                "webhook-id",
                "msg_1",
                "webhook-timestamp",
                time,
                "webhook-signature",
                "v1," + Base64.getEncoder().encodeToString(mac)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  private HttpResponse<String> github(String with, String body) {
    return send(
        "github",
        body,
        Map.of(
            "X-GitHub-Event", "push",
            "X-GitHub-Delivery", "d1",
            "X-Hub-Signature-256", "sha256=" + hex(with, body)));
  }

  private HttpResponse<String> send(String host, String body, Map<String, String> headers) {
    var request = farm.request("/hooks/" + host).POST(BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return farm.send(request);
  }

  private static String push(String url) {
    return """
    {"ref":"refs/heads/main","before":"%s","after":"%s",
     "repository":{"id":15,"full_name":"team/app","clone_url":"%s"},"pusher":{"name":"ann"}}\
    """
        .formatted("9".repeat(40), "a".repeat(40), url);
  }

  private static String hex(String secret, String message) {
    return HexFormat.of().formatHex(hmac(secret, message));
  }

  private static byte[] hmac(String secret, String message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }
}
