package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A project that can be seen to be impossible is refused at once, in words that name the field. */
@OnSharedFarm
class RefusedProjectsTest {
  private final TestFarm farm;

  RefusedProjectsTest(TestFarm farm) {
    this.farm = farm;
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name          | "app"
          name          | "Team/App"
          name          | "team/../app"
          gitUrl        | "file:///etc"
          gitUrl        | "/var/lib/repositories/app.git"
          gitUrl        | "ext::sh -c id"
          gitUrl        | "http://git.example.com/team/app.git"
          gitUrl        | "https://127.0.0.1/team/app.git"
          gitUrl        | "https://169.254.169.254/latest.git"
          gitUrl        | "https://user:password@git.example.com/team/app.git"
          gitUrl        | "nonsense"
          directory     | "../other"
          directory     | "/etc"
          script        | "../build.sh"
          script        | "/bin/sh"
          builder       | "Not A Builder"
          images        | [{"name": "Upper"}]
          images        | [{"name": "two/parts"}]
          images        | [{"dockerfile": "../Dockerfile"}]
          images        | [{"dockerfile": "/etc/passwd"}]
          images        | [{"context": ".."}]
          images        | [{"context": "a/../../b"}]
          tagTemplates  | ["${commit}x y"]
          timeout       | "forever"
          limits        | {"memory": "much"}
          limits        | {"cpus": -1}
          colour        | "green"
          """)
  void aProjectWith(String field, String value) {
    ObjectNode project =
        (ObjectNode)
            FarmClient.json(
                "{\"name\": \"team/refused\", \"gitUrl\": \"%s\"}"
                    .formatted(farm.git.url("team/refused.git")));
    project.set(field, FarmClient.json(value));

    var answer = farm.client.post("/api/v1/projects", project.toString());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    String error = FarmClient.json(answer).path("error").asText();
    assertThat(error)
        .matches("(tried to|the project was refused:) .{20,}")
        .doesNotContain("user:password");
    assertThat(farm.client.get("/api/v1/projects/team%2Frefused").statusCode()).isEqualTo(404);
  }
}
