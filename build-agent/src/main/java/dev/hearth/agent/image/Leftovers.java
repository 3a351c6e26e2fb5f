package dev.hearth.agent.image;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import dev.hearth.agent.StageFailure;
import dev.hearth.agent.engine.AttemptCgroup;
import dev.hearth.agent.engine.Engine;
import dev.hearth.agent.engine.Labels;
import dev.hearth.agent.engine.Owner;
import dev.hearth.protocol.AttemptId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an agent's earlier process has left in the engine. Other agents' things are not touched. */
public final class Leftovers {
  private static final Logger log = LoggerFactory.getLogger(Leftovers.class);

  private final Engine engine;
  private final Owner owner;

  public Leftovers(Engine engine, Owner owner) {
    this.engine = engine;
    this.owner = owner;
  }

  /**
   * Removes containers, control groups and names of attempts that do not run.
   *
   * @param running the attempts that go on
   * @throws StageFailure if the engine does not answer
   */
  public void remove(Set<AttemptId> running) throws InterruptedException {
    Set<String> kept = running.stream().map(AttemptId::toString).collect(Collectors.toSet());
    engine.tell("remove leftover containers", client -> removeContainers(client, kept));
    AttemptCgroup.removeLeftovers(engine, owner, running);
    engine.tell("remove leftover images", client -> removeNames(client, kept));
  }

  private void removeContainers(DockerClient client, Set<String> kept) {
    List<Container> containers =
        client
            .listContainersCmd()
            .withShowAll(true)
            .withLabelFilter(Map.of(Labels.IDENTITY, owner.identity()))
            .exec();
    for (Container container : containers) {
      String attempt = container.getLabels().getOrDefault(Labels.ATTEMPT, "");
      if (kept.contains(attempt)) {
        continue;
      }
      log.atInfo().addKeyValue("attempt", attempt).log("removing a leftover container");
      try {
        client.removeContainerCmd(container.getId()).withForce(true).withRemoveVolumes(true).exec();
      } catch (NotFoundException | ConflictException e) {
        log.atDebug().addKeyValue("attempt", attempt).log("it is gone already");
      }
    }
  }

  private void removeNames(DockerClient client, Set<String> kept) {
    String ours = LocalTags.attempts(owner);
    for (Image image : client.listImagesCmd().exec()) {
      List<String> names = Stream.ofNullable(image.getRepoTags()).flatMap(Stream::of).toList();
      for (String name : names) {
        if (name.startsWith(ours)) {
          String attempt = name.substring(ours.length(), name.lastIndexOf(':'));
          if (!kept.contains(attempt)) {
            removeNamesOf(client, names, attempt);
          }
        }
      }
    }
  }

  /** The attempt's own name, and the one by which it was being pushed. */
  private void removeNamesOf(DockerClient client, List<String> names, String attempt) {
    for (String name : names) {
      boolean pushed = name.contains("/hearth-staging/") && name.endsWith(":" + attempt);
      if (pushed || name.startsWith(LocalTags.attempts(owner) + attempt + ":")) {
        log.atInfo().addKeyValue("image", name).log("removing a leftover image's name");
        LayerWarmth.remove(client, name);
      }
    }
  }
}
