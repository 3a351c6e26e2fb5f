package dev.hearth.agent.image;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.hearth.agent.StageFailure;
import dev.hearth.agent.engine.Engine;
import dev.hearth.agent.engine.Owner;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.ProjectId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a project's image layers on this host between builds: the newest image of each name, and
 * the one before, which a build beside ours may be building on.
 */
public final class LayerWarmth {
  private static final Logger log = LoggerFactory.getLogger(LayerWarmth.class);

  private final Engine engine;
  private final Owner owner;

  public LayerWarmth(Engine engine, Owner owner) {
    this.engine = engine;
    this.owner = owner;
  }

  /**
   * After a push: this image's layers are what the next build starts from. An engine that cannot
   * keep them fails nothing.
   */
  public void keep(ProjectId project, String name, String image) throws InterruptedException {
    try {
      tagNewest(project, name, image);
    } catch (StageFailure e) {
      log.atWarn()
          .addKeyValue("project", project)
          .addKeyValue("cause", e.sentence())
          .log("an image's layers could not be kept");
    }
  }

  /** The projects of which layers are kept. */
  public Set<ProjectId> projects() throws InterruptedException {
    return names().stream().map(this::projectOf).collect(Collectors.toSet());
  }

  /** The project is gone: its layers too. */
  public void forget(ProjectId project) throws InterruptedException {
    List<String> its = names().stream().filter(name -> projectOf(name).equals(project)).toList();
    engine.tell(
        "remove the layers of project " + project,
        client -> its.forEach(name -> remove(client, name)));
  }

  private List<String> names() throws InterruptedException {
    String ours = LocalTags.warm(owner);
    return engine.ask(
        "list the layers that are kept",
        client ->
            client.listImagesCmd().exec().stream()
                .flatMap(image -> Stream.ofNullable(image.getRepoTags()))
                .flatMap(Stream::of)
                .filter(name -> name.startsWith(ours))
                .toList());
  }

  private ProjectId projectOf(String name) {
    String rest = name.substring(LocalTags.warm(owner).length());
    return new ProjectId(rest.substring(0, rest.indexOf('/')));
  }

  private void tagNewest(ProjectId project, String name, String image) throws InterruptedException {
    String newest = LocalTags.newest(owner, project, name);
    String previous = LocalTags.previous(owner, project, name);
    engine.tell(
        "keep the layers of " + name,
        client -> {
          String known = idOf(client, newest);
          if (known.equals(image)) {
            return;
          }
          String oldest = idOf(client, previous);
          if (!known.isEmpty()) {
            tag(client, known, previous);
          }
          tag(client, image, newest);
          if (!oldest.isEmpty() && !oldest.equals(image) && !oldest.equals(known)) {
            remove(client, oldest);
          }
        });
  }

  /** At the end of an attempt: its own name goes, and with it the layers that nobody keeps. */
  public void forget(AttemptId attempt, String name) {
    String tag = LocalTags.attempt(owner, attempt, name);
    Engine.uninterruptibly(
        "forget " + tag,
        () -> {
          try {
            engine.tell("remove the image " + tag, client -> remove(client, tag));
          } catch (StageFailure e) {
            log.atWarn()
                .addKeyValue("image", tag)
                .addKeyValue("cause", e.sentence())
                .log("an attempt's image could not be removed; the agent's next start tries again");
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static void tag(DockerClient client, String image, String name) {
    int colon = name.lastIndexOf(':');
    client
        .tagImageCmd(image, name.substring(0, colon), name.substring(colon + 1))
        .withForce(true)
        .exec();
  }

  private static String idOf(DockerClient client, String name) {
    try {
      String id = client.inspectImageCmd(name).exec().getId();
      return id == null ? "" : id;
    } catch (NotFoundException e) {
      return "";
    }
  }

  /** An image that something still uses or is named by is left to whoever holds it. */
  static void remove(DockerClient client, String image) {
    try {
      client.removeImageCmd(image).withNoPrune(false).exec();
    } catch (DockerException e) {
      log.atDebug()
          .addKeyValue("image", image)
          .addKeyValue("cause", e.toString())
          .log("an image stays");
    }
  }
}
