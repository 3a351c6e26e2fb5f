package dev.hearth.dispatcher.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.people.Kind;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.people.Role;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operation of the document is tried by everybody, with nothing in its body. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryRouteByEveryRoleTest {
  @TempDir static Path home;
  private TestDispatcher farm;
  private final Map<String, String> tokens = new HashMap<>();

  /** Roles by their words, besides {@code nobody} and {@code operator}. */
  @BeforeAll
  void start() {
    farm = new TestDispatcher(home);
    farm.project("bakery/bread", "https://git.example.com/bakery/bread.git");
    farm.post("/api/v1/builds", "{\"project\":\"bakery/bread\"}");
    // Whoever may follow its log sees the end of it at once.
    farm.post("/api/v1/builds/bakery%2Fbread%231/cancel", "{}");
    // And nobody deletes the project, because of this one.
    farm.post("/api/v1/builds", "{\"project\":\"bakery/bread\"}");
    for (Role role : Role.values()) {
      join(role.word(), "{}");
      set("projects/bakery%2Fbread", role.word(), role);
      set("groups/bakery", role.word(), role);
    }
    join("nobody", "{}");
    join("operator", "{\"operator\":true}");
  }

  @AfterAll
  void stop() {
    farm.close();
  }

  static List<Operation> operations() {
    return ApiDocument.load().operations().stream()
        .filter(operation -> operation.path().startsWith("/api/") && !operation.open())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void isAnsweredAsTheTableSays(Operation operation) {
    assertThat(status(operation, null)).as("without a token").isEqualTo(401);
    assertThat(status(operation, "hpt_" + "x".repeat(43))).as("with a wrong one").isEqualTo(401);
    tokens.forEach((who, token) ->
        assertThat(status(operation, token))
            .as("%s by %s", operation.id(), who)
            .satisfies(status -> check(operation, who, status)));
  }

  private static void check(Operation operation, String who, int status) {
    Permission permission = operation.permission();
    if (permission == null) {
      assertThat(status).isNotIn(401, 500);
      return;
    }
    boolean onFarm = permission.kinds().contains(Kind.FARM);
    Role role = Role.find(who).orElse(null);
    boolean operator = who.equals("operator");
    if (permission.isOf(role) || (operator && permission.isOfOperators())) {
      assertThat(status).isNotIn(401, 403, 500);
    } else if (onFarm || role != null || operator) {
      assertThat(status).isEqualTo(403);
    } else {
      assertThat(status).isEqualTo(404);
    }
  }

  private int status(Operation operation, @Nullable String token) {
    String path =
        operation
            .path()
            .replace("{project}", "bakery%2Fbread")
            .replace("{build}", encoded("bakery/bread#1"))
            .replace("{repository}", "bakery%2Fbread")
            .replace("{tag}", "none")
            .replace("{group}", "bakery")
            .replace("{person}", "nobody-of-this-name")
            .replace("{agent}", "agent-1")
            .replace("{secret}", UUID.randomUUID().toString())
            .replace("{kind}", "group")
            .replace("{holder}", "bakery")
            .replace("{announcement}", UUID.randomUUID().toString())
            .replace("{token}", UUID.randomUUID().toString());
    var request = farm.request(path).method(operation.method(), body(operation));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return farm.send(request).statusCode();
  }

  /** What changes or deletes gets a body that is refused once the rights are found good. */
  private static BodyPublisher body(Operation operation) {
    return operation.body().isMissingNode() && !operation.method().equals("DELETE")
        ? BodyPublishers.noBody()
        : BodyPublishers.ofString("{\"nonsense\":1}");
  }

  private void join(String name, String fields) {
    String json =
        fields.replace(
            "{",
            "{\"name\":\""
                + name
                + "\",\"password\":\"a good password\""
                + (fields.length() > 2 ? "," : ""));
    HttpResponse<String> added = farm.post("/api/v1/people", json);
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    HttpResponse<String> in =
        farm.send(
            farm.request("/api/v1/login")
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"name\":\"%s\",\"password\":\"a good password\"}".formatted(name))));
    tokens.put(name, TestDispatcher.json(in).path("token").asText());
  }

  private void set(String thing, String who, Role role) {
    HttpResponse<String> answer =
        farm.send(
            farm.authorized("/api/v1/" + thing + "/members/" + who)
                .PUT(BodyPublishers.ofString("{\"role\":\"" + role.word() + "\"}")));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
