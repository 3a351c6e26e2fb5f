package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The registry's door, tried by the clients that people use and by who steals what an agent has.
 */
@OnSharedFarm
class RegistryClientsTest {
  private static final String DOCKERFILE = "FROM debian:bookworm-slim\nCOPY file /file\n";
  private static final String PASSWORD = "a-long-enough-password";

  private final TestFarm farm;

  RegistryClientsTest(TestFarm farm) {
    this.farm = farm;
  }

  @Test
  void dockerPullsAndPushesAsTheRoleSays() {
    TestProject project = farm.project();
    String image = built(project);
    Docker master = person("mia", project, "master");
    Docker reporter = person("rob", project, "reporter");
    Docker stranger = person("sam", project, "");

    for (Docker one : List.of(master, reporter)) {
      one.run("pull", "--quiet", image);
    }
    String own = farm.registry.address() + "/" + project.name() + ":by-hand";
    master.run("tag", image, own);
    assertThat(master.attempt("push", own)).matches(pushed -> pushed.status() == 0);
    assertThat(project.manifest("by-hand").statusCode()).isEqualTo(200);
    assertThat(reporter.attempt("push", own).output()).contains("denied");
    // By tag: an engine that has the digest asks nobody.
    assertThat(stranger.attempt("pull", own).output()).contains("denied");
    assertThat(stranger.attempt("push", own).output()).contains("denied");

    String staging = farm.registry.address() + "/hearth-staging/" + project.id() + "/x:1";
    farm.docker.run("tag", image, staging);
    assertThat(farm.docker.attempt("push", staging).output())
        .as("the administrator is not the dispatcher")
        .contains("denied");
    farm.docker.run("rmi", staging, own);

    Docker.Result wrong =
        docker("wrong").attempt("login", "-u", "mia", "-p", "nonsense", farm.registry.address());
    assertThat(wrong.status()).isNotZero();
    assertThat(wrong.output()).contains("name or password is wrong");
  }

  @Test
  void skopeoCopiesByAnAccessToken() {
    TestProject project = farm.project();
    String image = built(project);
    person("kim", project, "owner");
    String writing = "kim:" + token("kim", "write_registry");
    String reading = "kim:" + token("kim", "read_registry");
    String copy = "docker://" + farm.registry.address() + "/" + project.name() + ":copied";

    assertThat(skopeo("inspect", "--tls-verify=false", "--creds", reading, "docker://" + image))
        .matches(seen -> seen.status() == 0);
    assertThat(copy(reading, reading, image, copy).status()).isNotZero();
    assertThat(copy(reading, writing, image, copy)).matches(copied -> copied.status() == 0);
    assertThat(project.manifest("copied").statusCode()).isEqualTo(200);
    assertThat(skopeo("inspect", "--tls-verify=false", "--no-creds", copy).output())
        .contains("unauthorized");
  }

  @Test
  void aProjectBuildsOnItsOwnImagesAndNotOnAnothers() {
    TestProject project = farm.project();
    String image = built(project);

    project.push(Map.of("Dockerfile", "FROM " + image + "\nRUN test -f /file\n")).succeeded();
    TestBuild thief = farm.project().push(Map.of("Dockerfile", "FROM " + image + "\n"));

    assertThat(thief.failedAt("image")).contains("could not be pulled").contains("denied");
  }

  @Test
  void anAttemptsCredentialEndsWithTheAttemptAlsoWhereItsAgentSleeps() throws IOException {
    TestProject project =
        farm.project("{\"builder\": \"maven-jdk17\", \"command\": \"echo began; sleep 8\"}");
    TestBuild build = project.push(Map.of("Dockerfile", DOCKERFILE, "file", "x"));
    build.awaitLog("began");
    String agent = build.agent();
    String basic = credential(build, agent);
    String staging = "repository:hearth-staging/" + project.id() + "/x:pull,push";
    String others = "repository:" + farm.project().name() + ":pull,push";

    HttpResponse<String> given = ask(basic, staging + " " + others);
    assertThat(access(given)).hasSize(1);
    assertThat(access(given).path(0).path("name").asText()).contains(project.id());
    String own =
        FarmClient.json(ask(basic, "repository:" + project.name() + ":pull,push"))
            .path("token")
            .asText();
    assertThat(farm.beginPush(project.name(), own))
        .as("only the dispatcher writes it")
        .isEqualTo(401);

    farm.agentProcess(agent).freeze();
    try {
      await("the attempt is no longer its")
          .atMost(Duration.ofSeconds(60))
          .until(() -> ask(basic, staging).statusCode() == 401);
    } finally {
      farm.agentProcess(agent).thaw();
    }
    build.succeeded(Duration.ofMinutes(2));
    assertThat(ask(basic, staging).statusCode()).isEqualTo(401);
    farm.awaitTaking(agent);
  }

  private String built(TestProject project) {
    return project
        .push(Map.of("Dockerfile", DOCKERFILE, "file", project.name()))
        .succeeded()
        .json()
        .path("images")
        .path(0)
        .path("reference")
        .asText();
  }

  /** Somebody who is signed in, by {@code docker login}, and has a role; empty: none. */
  private Docker person(String name, TestProject project, String role) {
    created(
        201,
        farm.client.post(
            "/api/v1/people", "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, PASSWORD)));
    if (!role.isEmpty()) {
      created(
          204,
          farm.client.send(
              farm.client
                  .authorized(
                      "/api/v1/projects/%s/members/%s"
                          .formatted(project.name().replace("/", "%2F"), name))
                  .header("Content-Type", "application/json")
                  .PUT(BodyPublishers.ofString("{\"role\":\"%s\"}".formatted(role)))));
    }
    Docker docker = docker(name);
    docker.run("login", "-u", name, "-p", PASSWORD, farm.registry.address());
    return docker;
  }

  private Docker docker(String name) {
    Path configuration = farm.home().resolve("docker-of-" + name);
    return Docker.anonymous(configuration);
  }

  private String token(String name, String scope) {
    HttpResponse<String> made =
        farm.client.send(
            farm.client
                .request("/api/v1/login")
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"name\":\"%s\",\"password\":\"%s\",\"scopes\":[\"%s\"]}"
                            .formatted(name, PASSWORD, scope))));
    created(201, made);
    return FarmClient.json(made).path("token").asText();
  }

  private static void created(int status, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
  }

  private Docker.Result copy(String from, String to, String image, String copy) {
    return skopeo(
        "copy",
        "--src-tls-verify=false",
        "--dest-tls-verify=false",
        "--src-creds",
        from,
        "--dest-creds",
        to,
        "docker://" + image,
        copy);
  }

  private static Docker.Result skopeo(String... arguments) {
    List<String> command =
        Stream.concat(Stream.of("skopeo", "--insecure-policy"), Stream.of(arguments)).toList();
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Docker.Result(process.waitFor(), output.strip());
    } catch (IOException e) {
      throw new AssertionError("tried to run skopeo; ./hearth test installs it", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What an agent is given for an attempt, as a header; asked for with the agent's own key. */
  private String credential(TestBuild build, String agent) throws IOException {
    String key = Files.readString(farm.home().resolve(agent + "-key")).strip();
    HttpResponse<String> secrets =
        farm.client.send(
            farm.client
                .request("/agent/v1/attempts/" + build.id() + "-1/secrets")
                .header("Authorization", "Bearer " + key));
    JsonNode registry = FarmClient.json(secrets).path("registry");
    String pair = registry.path("username").asText() + ":" + registry.path("password").asText();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private HttpResponse<String> ask(String basic, String scopes) {
    return farm.client.send(
        farm.client
            .request(
                "/registry/token?service=hearth-registry&scope=" + scopes.replace(" ", "&scope="))
            .header("Authorization", basic));
  }

  private static JsonNode access(HttpResponse<String> answer) {
    String token = FarmClient.json(answer).path("token").asText();
    byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
    return FarmClient.json(new String(claims, StandardCharsets.UTF_8)).path("access");
  }
}
