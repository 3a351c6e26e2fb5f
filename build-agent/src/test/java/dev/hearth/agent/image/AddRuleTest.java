package dev.hearth.agent.image;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.agent.StageFailure;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddRuleTest {
  private final AddRule rule = new AddRule(Set.of("files.example.com", "mirror.example.com:8443"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ADD http://127.0.0.1:2379/version /x",
        "ADD --chown=1:1 https://example.com/a /x",
        "add HTTP://example.com/a /x",
        "ADD a.txt ftp://example.com/b /x",
        "ADD git@example.com:team/app.git /x",
        "ADD git://example.com/team/app.git /x",
        "ADD https://files.example.com:444/a /x",
        "ADD https://files.example.com@127.0.0.1/a /x",
        "ADD https://files.example.com.evil.org/a /x",
        "ADD $URL /x",
        "ADD ${URL} /x",
        "ADD ht\"tp\"://127.0.0.1/ /x",
        "ADD ht\\tp://127.0.0.1/ /x",
        "ADD --chown=\"a b\" http://127.0.0.1/ /x",
        "ADD [\"http://127.0.0.1/\", \"/x\"]",
        "ADD [\"\\u0068ttp://127.0.0.1/\", \"/x\"]",
        "ADD [ \"$URL\", \"/x\" ]",
        "ADD [not json /x",
        "ONBUILD ADD http://127.0.0.1/ /x",
        "ONBUILD ONBUILD ADD $A /x",
      })
  void refusesWhatTheEngineItselfWouldFetch(String line) {
    assertThatThrownBy(() -> check(line))
        .isInstanceOf(StageFailure.class)
        .hasMessageStartingWith("line 2 of the Dockerfile");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ADD a.txt b/ /x",
        "ADD [\"a file.txt\", \"/x\"]",
        "ADD --chown=1:1 archive.tar.gz $HOME/",
        "ADD https://files.example.com/a /x",
        "ADD https://mirror.example.com:8443/a /x",
        "COPY $A /x",
        "RUN curl http://example.com",
        "ONBUILD COPY . /x",
      })
  void allowsFilesOfTheContextAndNamedHosts(String line) {
    assertThatCode(() -> check(line)).doesNotThrowAnyException();
  }

  private void check(String line) {
    rule.check("line 2 of the Dockerfile", Dockerfile.parseTrigger(2, line));
  }
}
