package dev.hearth.agent.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.hearth.agent.RealEngine;
import dev.hearth.agent.engine.Labels;
import dev.hearth.protocol.AttemptId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LeftoversTest {
  private static final String IMAGE = "debian:bookworm-slim";

  @Test
  void onlyWhatRunsIsKept() throws Exception {
    try (var real = new RealEngine();
        var other = new RealEngine()) {
      AttemptId running = real.newAttempt();
      String kept = container(real, running);
      container(real, real.newAttempt());
      String foreign = container(other, other.newAttempt());
      AttemptId gone = real.newAttempt();
      String name = LocalTags.attempt(real.owner, gone, "app");
      String staging = "127.0.0.1:9/hearth-staging/p/app";
      real.engine.tell(
          "tag",
          client -> {
            client.tagImageCmd(IMAGE, name.substring(0, name.lastIndexOf(':')), "app").exec();
            client.tagImageCmd(IMAGE, staging, gone.toString()).exec();
          });

      new Leftovers(real.engine, real.owner).remove(Set.of(running));

      assertThat(real.containers()).containsExactly(kept);
      assertThat(other.containers()).containsExactly(foreign);
      assertThat(exists(real, name)).isFalse();
      assertThat(exists(real, staging + ":" + gone)).isFalse();
      assertThat(exists(real, IMAGE)).isTrue();

      new Leftovers(real.engine, real.owner).remove(Set.of());
      new Leftovers(other.engine, other.owner).remove(Set.of());
      real.assertNothingIsLeft();
      other.assertNothingIsLeft();
    }
  }

  private static String container(RealEngine real, AttemptId attempt) throws InterruptedException {
    return real.engine.ask(
        "create",
        client ->
            client
                .createContainerCmd(IMAGE)
                .withCmd("sleep", "60")
                .withLabels(
                    Map.of(
                        Labels.IDENTITY, real.owner.identity(),
                        Labels.ATTEMPT, attempt.toString()))
                .exec()
                .getId());
  }

  private static boolean exists(RealEngine real, String image) throws InterruptedException {
    return real.engine.ask(
        "look",
        client -> {
          try {
            client.inspectImageCmd(image).exec();
            return true;
          } catch (NotFoundException e) {
            return false;
          }
        });
  }
}
