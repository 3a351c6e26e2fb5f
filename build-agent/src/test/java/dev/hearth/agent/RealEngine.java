package dev.hearth.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.agent.engine.Engine;
import dev.hearth.agent.engine.Labels;
import dev.hearth.agent.engine.Owner;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildId;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The engine of this machine, and an agent's identity that nobody else has. */
public final class RealEngine implements AutoCloseable {
  public final Engine engine =
      Engine.at(
          URI.create(
              System.getenv().getOrDefault("HEARTH_DOCKER_HOST", "unix:///var/run/docker.sock")));
  public final Owner owner = new Owner(new AgentId("test-agent"), UUID.randomUUID().toString());

  public AttemptId newAttempt() {
    return new AttemptId(BuildId.next(), 1);
  }

  public List<String> containers() throws InterruptedException {
    return engine.ask(
        "list the test's containers",
        client ->
            client
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(Labels.IDENTITY, owner.identity()))
                .exec()
                .stream()
                .map(container -> container.getId())
                .toList());
  }

  public void assertNothingIsLeft() throws InterruptedException {
    assertThat(containers()).as("containers that a test left").isEmpty();
  }

  @Override
  public void close() {
    engine.close();
  }
}
