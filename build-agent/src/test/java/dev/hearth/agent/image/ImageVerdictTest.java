package dev.hearth.agent.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.agent.StageFailure;
import dev.hearth.protocol.FailureKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageVerdictTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "failed to get digest sha256:851e803ab11bb70e40f86311edb11e6cac6f530a4c03cb19ed1fe434ca4fd0e4:"
            + " open /var/lib/docker/image/overlay2/imagedb/content/sha256/851e: no such file or"
            + " directory",
        "No such image: sha256:851e803ab11bb70e40f86311edb11e6cac6f530a4c03cb19ed1fe434ca4fd0e4",
        "failed to export image: layer does not exist"
      })
  void whatTheEngineLostIsBuiltAgain(String words) {
    StageFailure failure = verdict(words);

    assertThat(failure.isAway()).isTrue();
    assertThat(failure.sentence()).contains("the engine removed what an earlier step had made");
  }

  @Test
  void whatADockerfileDoesWrongIsItsOwnersFailure() {
    StageFailure failure =
        verdict("COPY failed: file not found in build context or excluded: target/app.jar\nmore");

    assertThat(failure.lost()).isFalse();
    assertThat(failure.kind()).isEqualTo(FailureKind.USER);
    assertThat(failure.sentence())
        .isEqualTo(
            "the image app could not be built: COPY failed: file not found in build context or"
                + " excluded: target/app.jar");
  }

  private static StageFailure verdict(String words) {
    return ImageVerdict.of("app", words, new IllegalStateException(words));
  }
}
