package dev.hearth.protocol;

import java.util.List;

/**
 * An image in its project's repository.
 *
 * @param digest {@code sha256:…} of the manifest
 * @param tags the commit's first, then those that this build moved
 */
public record PublishedImage(String name, String repository, String digest, List<String> tags) {
  public PublishedImage {
    tags = List.copyOf(tags);
  }

  /** {@code registry/team/app@sha256:…}. */
  public String reference(String registry) {
    return registry + "/" + repository + "@" + digest;
  }
}
