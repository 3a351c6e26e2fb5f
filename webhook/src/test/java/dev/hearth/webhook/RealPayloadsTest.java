package dev.hearth.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class RealPayloadsTest {
  static List<Payload> payloads() {
    return Payload.all();
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void eachPayloadBecomesWhatItsTableSays(Payload payload) {
    String expected = payload.expected();
    switch (payload.read()) {
      case HookOutcome.Push(PushEvent push) ->
          assertThat(expected)
              .isIn(
                  "build " + push.ref() + " @ " + push.commit().substring(0, 8),
                  "tag " + push.ref() + " @ " + push.commit().substring(0, 8));
      case HookOutcome.Deleted(_, String ref) ->
          assertThat(expected)
              .isIn(
                  "ignore: " + (ref.startsWith("refs/tags/") ? "tag" : "branch") + " deleted",
                  "ignore: deleted " + ref);
      case HookOutcome.NotInteresting(_, String reason) -> {
        assertThat(expected)
            .doesNotStartWith("build")
            .doesNotStartWith("tag")
            .doesNotEndWith("deleted");
        String kind =
            expected.startsWith("MR ")
                ? "merge_request"
                : expected.startsWith("PR ")
                    ? "pull_request"
                    : expected.replace("ignore: ", "").replaceFirst(" .*", "");
        assertThat(reason).contains(kind);
      }
      case HookOutcome.Malformed(_, String reason) ->
          assertThat(reason).as("nothing in the tables is malformed").isNull();
    }
  }

  @Test
  void everyPayloadFileIsInItsTable() throws IOException {
    var files = new ArrayList<Path>();
    for (Path folder : payloads().stream().map(row -> row.file().getParent()).distinct().toList()) {
      try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder, "*.json")) {
        inside.forEach(files::add);
      }
    }
    assertThat(payloads()).extracting(Payload::file).containsExactlyInAnyOrderElementsOf(files);
  }
}
