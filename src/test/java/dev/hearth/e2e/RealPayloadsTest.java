package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Hooks as real GitLab servers sent them, where {@code shared/webhooks} lies beside the project.
 */
@OnSharedFarm
class RealPayloadsTest {
  private final TestFarm farm;

  RealPayloadsTest(TestFarm farm) {
    this.farm = farm;
  }

  /** A file, the header with which it comes, and what is expected of it. */
  private record Payload(Path file, String event, String expected) {
    String body() {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    boolean asksForABuild() {
      return expected.startsWith("build ") || expected.startsWith("tag ");
    }
  }

  @Test
  void eachAsksForTheBuildThatItShouldOrForNone() throws IOException {
    List<Payload> payloads = payloads();
    assumeThat(payloads).isNotEmpty();
    String secret = Files.readString(farm.home().resolve("hook-secret")).strip();
    projects(payloads);

    for (Payload payload : payloads) {
      var answer =
          Hooks.deliver(
              farm.client, secret, payload.event(), UUID.randomUUID().toString(), payload.body());

      assertThat(answer.statusCode())
          .as("%s: %s", payload, answer.body())
          .isEqualTo(payload.asksForABuild() ? 202 : 200);
      for (JsonNode accepted : FarmClient.json(answer).path("builds")) {
        JsonNode build = farm.build(accepted.path("id").asText()).json();
        assertThat(payload.expected())
            .startsWith(payload.expected().split(" ", -1)[0] + " " + build.path("ref").asText())
            .contains(" @ " + build.path("commit").asText().substring(0, 8));
      }
    }
  }

  /** One project for each repository; their builds find no host, so that none is cloned. */
  private void projects(List<Payload> payloads) {
    List<String> urls =
        payloads.stream()
            .filter(Payload::asksForABuild)
            .map(payload -> FarmClient.json(payload.body()))
            .map(json -> json.path("project").path("git_ssh_url").asText())
            .distinct()
            .toList();
    for (String url : urls) {
      String https = url.replaceFirst("^git@([^:]+):", "https://$1/");
      farm.project("{\"labels\": [\"nowhere\"], \"gitUrl\": \"" + https + "\"}");
    }
  }

  private static List<Payload> payloads() throws IOException {
    Optional<Path> folder =
        Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
            .map(path -> path.resolve("shared/webhooks"))
            .filter(path -> Files.exists(path.resolve("SOURCES.md")))
            .findFirst();
    if (folder.isEmpty()) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(folder.get().resolve("SOURCES.md"))) {
      return lines
          .filter(line -> line.startsWith("| gitlab/"))
          .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
          .map(cells -> new Payload(folder.get().resolve(cells.get(1)), cells.get(2), cells.get(7)))
          .toList();
    }
  }
}
