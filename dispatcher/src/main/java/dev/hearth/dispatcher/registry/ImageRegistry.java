package dev.hearth.dispatcher.registry;

import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.PushedImage;
import java.util.Optional;

/**
 * What publishing does in the registry. Every step can be done again: what was done before is found
 * done. Each throws {@link RegistryRefusedException} if it can never be done, {@link
 * RegistryUnavailableException} if it may be tried again.
 */
public interface ImageRegistry {
  /** Makes a staged image part of a repository, under its digest alone. */
  void bring(ProjectId project, PushedImage image, String repository);

  /** Points a tag at a manifest that the repository has, and reads it back. */
  default void tag(String repository, String tag, String digest) {
    tag(repository, tag, digest, () -> {});
  }

  /**
   * Points a tag at a manifest likewise.
   *
   * @param lastLook done right before the tag is written; if it throws, the tag is not
   */
  void tag(String repository, String tag, String digest, Runnable lastLook);

  /** The digest that a tag points at now; empty if it is not set. */
  Optional<String> standing(String repository, String tag);

  /** Deletes the staging manifest by its digest; mounted blobs stay. False if it was gone. */
  boolean dropStaging(ProjectId project, PushedImage image);
}
