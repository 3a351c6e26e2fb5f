package dev.hearth.dispatcher.registry;

import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.PushedImage;
import java.util.List;
import java.util.Optional;

/** {@link ImageRegistry} over HTTP. Thread-safe. */
public final class Publishing implements ImageRegistry {
  private final RegistryClient registry;

  public Publishing(RegistryClient registry) {
    this.registry = registry;
  }

  /**
   * Publishes an image under tags, reads each back, and deletes the staging manifest.
   *
   * @throws RegistryRefusedException if it cannot be published, ever
   * @throws RegistryUnavailableException if it may be tried again
   */
  public void publish(ProjectId project, PushedImage image, String repository, List<String> tags) {
    bring(project, image, repository);
    tags.forEach(tag -> tag(repository, tag, image.digest()));
    dropStaging(project, image);
  }

  @Override
  public void bring(ProjectId project, PushedImage image, String repository) {
    checkStaging(project, image);
    if (registry.find(repository, Digests.checked(image.digest())).isEmpty()) {
      bring(image.repository(), image.digest(), repository, 0);
    }
  }

  private void bring(String from, String digest, String repository, int depth) {
    Manifest manifest =
        registry
            .find(from, digest)
            .orElseThrow(() ->
                new RegistryRefusedException(
                    "tried to publish "
                        + digest
                        + " but staging does not have it (any more); build the commit again"));
    if (!manifest.digest().equals(digest)) {
      throw new RegistryRefusedException(
          "tried to publish "
              + digest
              + " but the registry gave "
              + manifest.digest()
              + " in its place; see what changes its answers");
    }
    List<String> inner = manifest.manifests();
    if (depth > 1 || (depth > 0 && !inner.isEmpty())) {
      throw new RegistryRefusedException(
          "tried to publish " + digest + " but it is a list of lists; push images or one list");
    }
    inner.forEach(one -> bring(from, one, repository, depth + 1));
    manifest.blobs().forEach(blob -> registry.bring(blob, from, repository));
    registry.put(repository, digest, manifest);
  }

  @Override
  public void tag(String repository, String tag, String digest, Runnable lastLook) {
    Manifest manifest =
        registry
            .find(repository, Digests.checked(digest))
            .orElseThrow(() ->
                new RegistryRefusedException(
                    "tried to set "
                        + repository
                        + ":"
                        + tag
                        + " but "
                        + digest
                        + " is not in the repository; build the commit again"));
    lastLook.run();
    registry.put(repository, tag, manifest);
    Optional<String> stands = standing(repository, tag);
    if (!stands.equals(Optional.of(digest))) {
      throw new RegistryUnavailableException(
          "read back " + repository + ":" + tag,
          "found " + stands.orElse("nothing") + " in place of " + digest,
          null);
    }
  }

  @Override
  public Optional<String> standing(String repository, String tag) {
    return registry.digest(repository, tag);
  }

  @Override
  public boolean dropStaging(ProjectId project, PushedImage image) {
    checkStaging(project, image);
    return registry.delete(image.repository(), Digests.checked(image.digest()));
  }

  /** An agent's word must not lead into another project's repositories. */
  private static void checkStaging(ProjectId project, PushedImage image) {
    String own = "hearth-staging/" + project + "/" + image.name();
    if (!image.repository().equals(own) || !image.name().matches("[a-z0-9._-]+")) {
      throw new RegistryRefusedException(
          "tried to publish an image of project "
              + project
              + " but its agent names another place than "
              + own
              + "; see what runs on that host");
    }
  }
}
