package dev.hearth.dispatcher.registry;

import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.PushedImage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@link ImageRegistry} in memory, that can be down and can refuse. */
public final class ModelImageRegistry implements ImageRegistry {
  private final Set<String> manifests = new HashSet<>();
  private final Set<String> refused = new HashSet<>();
  private final Set<String> forbidden = new HashSet<>();
  private final Map<String, String> tags = new HashMap<>();
  private Runnable meanwhile = () -> {};
  private volatile boolean down;

  /** What an agent pushes. */
  public void stage(PushedImage image) {
    manifests.add(image.repository() + "@" + image.digest());
  }

  /** Has it say no whenever an image of this digest is to be published. */
  public void refuse(String digest) {
    refused.add(digest);
  }

  /** Has it say no whenever tags of this repository are read. */
  public void forbid(String repository) {
    forbidden.add(repository);
  }

  /** What others do while the next tag is about to be written, after the last look. */
  public void meanwhile(Runnable others) {
    meanwhile = others;
  }

  /** A tag from before. */
  public void holds(String repository, String tag, String digest) {
    manifests.add(repository + "@" + digest);
    tags.put(repository + ":" + tag, digest);
  }

  public void down(boolean isDown) {
    down = isDown;
  }

  public boolean isDown() {
    return down;
  }

  @Override
  public void bring(ProjectId project, PushedImage image, String repository) {
    answering("bring " + image.digest());
    if (refused.contains(image.digest())) {
      throw new RegistryRefusedException("tried to bring an image but it is refused; see why");
    }
    if (!manifests.contains(repository + "@" + image.digest())) {
      if (!manifests.contains(image.repository() + "@" + image.digest())) {
        throw new RegistryRefusedException("staging does not have it; build it again");
      }
      manifests.add(repository + "@" + image.digest());
    }
  }

  @Override
  public void tag(String repository, String tag, String digest, Runnable lastLook) {
    answering("tag " + tag);
    if (!manifests.contains(repository + "@" + digest)) {
      throw new RegistryRefusedException("the repository does not have it; build it again");
    }
    lastLook.run();
    Runnable others = meanwhile;
    meanwhile = () -> {};
    others.run();
    tags.put(repository + ":" + tag, digest);
  }

  @Override
  public Optional<String> standing(String repository, String tag) {
    answering("read " + tag);
    if (forbidden.contains(repository)) {
      throw new RegistryRefusedException("tried to read a tag but it may not be read; see why");
    }
    return Optional.ofNullable(tags.get(repository + ":" + tag));
  }

  @Override
  public boolean dropStaging(ProjectId project, PushedImage image) {
    answering("drop " + image.digest());
    return manifests.remove(image.repository() + "@" + image.digest());
  }

  private void answering(String what) {
    if (down) {
      throw new RegistryUnavailableException(what, "it is down", null);
    }
  }
}
