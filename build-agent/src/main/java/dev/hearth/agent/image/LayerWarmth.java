package dev.hearth.agent.image;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.hearth.agent.StageFailure;
import dev.hearth.agent.engine.Engine;
import dev.hearth.agent.engine.Owner;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.ProjectId;
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

  /** After a push: this image's layers are what the next build starts from. */
  public void keep(ProjectId project, String name, String image) throws InterruptedException {
    String newest = LocalTags.newest(project, name);
    String previous = LocalTags.previous(project, name);
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
