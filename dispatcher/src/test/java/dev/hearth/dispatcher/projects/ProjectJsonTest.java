package dev.hearth.dispatcher.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.protocol.ImageRecipe;
import dev.hearth.protocol.Limits;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProjectJsonTest {
  private static final ProjectId ID = ProjectId.random();
  private static final String LEAST =
      "{\"name\":\"team/app\",\"gitUrl\":\"https://git.example.com/team/app.git\"}";

  @Test
  void nameAndUrlAreEnough() {
    Project project = ProjectJson.create(ID, json(LEAST)).project();

    assertThat(project.branches()).containsExactly("*");
    assertThat(project.tags()).containsExactly("*");
    assertThat(project.protectedBranches()).isEmpty();
    assertThat(project.builder()).isNull();
    assertThat(project.images())
        .containsExactly(new ImageRecipe("app", "Dockerfile", ".", Map.of()));
    assertThat(project.limits()).isEqualTo(Limits.DEFAULT);
    assertThat(project.timeout()).isEqualTo(Duration.ofHours(1));
    assertThat(project.cache()).isTrue();
    assertThat(project.supersede()).isTrue();
    assertThat(project.repositories()).containsExactly("team/app");
  }

  @Test
  void everyFieldIsReadAndWrittenAsItWas() {
    Project project = ProjectJson.create(ID, json(everything())).project();

    assertThat(ProjectJson.stored(ID, ProjectJson.write(project))).isEqualTo(project);
    assertThat(project.limits()).isEqualTo(new Limits(1.5, 2L << 30, 512, 1L << 30, 16L << 20));
    assertThat(project.timeout()).isEqualTo(Duration.ofMinutes(90));
    assertThat(project.environment()).isEqualTo(Map.of("A", "b", "N", "1"));
    assertThat(project.repositories()).containsExactly("team/app/server", "team/app");
    assertThat(ProjectJson.write(project).at("/limits/memory").asText()).isEqualTo("2GiB");
    assertThat(ProjectJson.write(project).at("/timeout").asText()).isEqualTo("1h30m");
    assertThat(project.recipe().timeoutOf(Stage.COMPILE)).contains(Duration.ofMinutes(20));
    assertThat(project.recipe().timeoutOf(Stage.IMAGE)).isEmpty();
    assertThat(ProjectJson.write(project).at("/stageTimeouts").toString())
        .isEqualTo("{\"compile\":\"20m\",\"push\":\"1m30s\"}");
    assertThat(project.recipe().script()).isEqualTo("ci/build.sh");
  }

  @Test
  void secretsAreReadAndNeverWritten() {
    ProjectInput input = ProjectJson.create(ID, json(everything()));

    ProjectSecrets secrets = input.newSecrets();
    assertThat(secrets.hookSecrets()).containsExactly(new Secret("0123456789abcdef"));
    assertThat(secrets.gitCredential())
        .isEqualTo(new GitCredential.Password("deploy", new Secret("s3cret-word")));
    assertThat(ProjectJson.write(input.project()).toString() + input + secrets)
        .doesNotContain("0123456789abcdef")
        .doesNotContain("s3cret-word");
    assertThat(ProjectSecretsJson.read(ProjectSecretsJson.write(secrets))).isEqualTo(secrets);
  }

  @Test
  void aHookSecretIsMadeWhereNoneWasSentAndTheOldOneStaysGoodDuringARotation() {
    ProjectInput input = ProjectJson.create(ID, json(LEAST));
    ProjectSecrets first = input.newSecrets();
    Secret old = first.hookSecrets().getFirst();
    JsonNode rotation = json("{\"hookSecret\":\"the-next-secret-1\"}");

    ProjectInput change = ProjectJson.change(input.project(), rotation);
    ProjectSecrets rotated = change.changed(first);

    Secret next = new Secret("the-next-secret-1");
    assertThat(rotated.hookSecrets()).containsExactly(next, old);
    assertThat(change.changed(rotated).hookSecrets()).containsExactly(next);
  }

  @Test
  void allProblemsAreToldTogether() {
    JsonNode body =
        json(
            """
            {"name": "Team/App", "gitUrl": "file:///etc/passwd", "colour": "red",
             "directory": "../..", "script": "/bin/sh", "command": "make",
             "images": [{"name": "UPPER", "dockerfile": "a/../../b", "context": "back\\\\slash"}],
             "environment": {"1X": "y"}, "branches": ["a b"], "tagTemplates": ["${sha}", "a/b"],
             "limits": {"cpus": 0, "memory": "lots", "disk": "1B", "fans": 3},
             "timeout": "3s", "stageTimeouts": {"image": "2d", "publish": "1m"}, "depth": -1,
             "hookSecret": "short", "gitCredential": {"token": "x"}}
            """);

    InvalidProjectException refused =
        catchThrowableOfType(InvalidProjectException.class, () -> ProjectJson.create(ID, body));

    assertThat(refused.problems())
        .hasSizeGreaterThanOrEqualTo(18)
        .anyMatch(one -> one.contains("'colour'"))
        .anyMatch(one -> one.contains("'limits.fans'"))
        .anyMatch(one -> one.contains("directory '../..' leads out of the repository"))
        .anyMatch(one -> one.contains("script '/bin/sh' leads out"))
        .anyMatch(one -> one.contains("dockerfile 'a/../../b' leads out"))
        .anyMatch(one -> one.startsWith("context"))
        .anyMatch(one -> one.contains("command and script exclude each other"))
        .anyMatch(one -> one.contains("image name 'UPPER'"))
        .anyMatch(one -> one.contains("gitUrl is impossible"))
        .anyMatch(one -> one.contains("limits.memory must be a size"))
        .anyMatch(one -> one.startsWith("timeout must be from 10s to 24h"))
        .anyMatch(one -> one.contains("stageTimeouts.image must be from 10s to 24h"))
        .anyMatch(one -> one.contains("stageTimeouts.publish"))
        .anyMatch(one -> one.contains("hookSecret"))
        .anyMatch(one -> one.contains("${short}"));
    assertThat(refused.getMessage()).doesNotContain("short\"");
  }

  @Test
  void aCommandThatNothingWouldRunIsRefused() {
    assertThatExceptionOfType(InvalidProjectException.class)
        .isThrownBy(() ->
            ProjectJson.create(
                ID, json(LEAST.replace("}", ",\"builder\":\"none\",\"command\":\"make\"}"))))
        .withMessageContaining("builder none runs no command");
  }

  @Test
  void aRecipeThatWouldNotFitIntoATaskIsRefused() {
    String command = "x".repeat(3100);

    assertThatExceptionOfType(InvalidProjectException.class)
        .isThrownBy(() ->
            ProjectJson.create(ID, json(LEAST.replace("}", ",\"command\":\"" + command + "\"}"))))
        .withMessageContaining("put a long command into a script");
  }

  @Test
  void aChangeReplacesWhatItNamesAndKeepsTheRest() {
    Project old = ProjectJson.create(ID, json(everything())).project();

    Project changed =
        ProjectJson.change(old, json("{\"command\":\"make\",\"timeout\":120,\"labels\":null}"))
            .project();

    assertThat(changed.command()).isEqualTo("make");
    assertThat(changed.script()).isNull();
    assertThat(changed.timeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(changed.labels()).isEmpty();
    assertThat(changed.images()).isEqualTo(old.images());
    assertThat(changed.id()).isEqualTo(ID);
  }

  @Test
  void theImageThatIsNamedAsTheProjectFollowsARename() {
    Project old = ProjectJson.create(ID, json(LEAST)).project();

    Project renamed = ProjectJson.change(old, json("{\"name\":\"team/other\"}")).project();

    assertThat(renamed.repositories()).containsExactly("team/other");
  }

  @Test
  void impossibleGitUrlsAreRefusedAndNeverRepeatTheirPassword() {
    for (String url :
        List.of(
            "",
            "git.example.com/team/app",
            "file:///etc",
            "/srv/git/app",
            "ext::sh -c id",
            "https://host/a b",
            "https://host/../etc",
            "https://host/",
            "https:///path",
            "https://user:pa55word@host/team/app",
            "user:pa55word@host/team/app",
            "https://host/team/app?x=1",
            "--upload-pack=id")) {
      assertThatExceptionOfType(InvalidProjectException.class)
          .as(url)
          .isThrownBy(() ->
              ProjectJson.create(ID, json("{\"name\":\"team/app\",\"gitUrl\":\"" + url + "\"}")))
          .withMessageContaining("gitUrl")
          .withMessageNotContaining("pa55word");
    }
  }

  private static String everything() {
    return """
    {"name": "team/app", "gitUrl": "ssh://git@git.example.com:2222/team/app.git",
     "gitCredential": {"username": "deploy", "password": "s3cret-word"},
     "branches": ["main", "release/*"], "tags": ["v*"], "protectedBranches": ["main"],
     "directory": "service/", "builder": "maven-jdk17", "script": "ci/build.sh",
     "environment": {"A": "b", "N": 1},
     "images": [{"name": "server", "dockerfile": "docker/Dockerfile", "context": "target",
                 "buildArguments": {"JAR": "a.jar"}}, {}],
     "tagTemplates": ["${branch}-${number}", "latest"], "labels": ["big", "arm=no"],
     "cache": false, "supersede": false, "depth": 50, "submodules": false,
     "limits": {"cpus": 1.5, "memory": "2GiB", "processes": 512, "disk": 1073741824,
                "log": "16 MiB"},
     "timeout": "1h30m", "stageTimeouts": {"compile": "20m", "push": 90}, "hookSecret": "0123456789abcdef"}
    """;
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
