package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class WrongRegistryPasswordTest {
  @Test
  void aWrongRegistryPasswordFailsThePushInTheRegistrysWords() {
    try (TestFarm farm = TestFarm.withWrongRegistryPassword()) {
      TestProject project = farm.project();

      TestBuild build = project.push(Map.of("Dockerfile", "FROM debian:bookworm-slim\nRUN true\n"));

      assertThat(build.failedAt("push")).contains(farm.registry.address());
      assertThat(build.log()).contains("unauthorized").doesNotContain("not-the-password");
      assertThat(farm.client.get("/health/ready").body()).contains("registry");
    }
  }
}
