package dev.hearth.dispatcher.registry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What people do with images that are in the registry. Each throws {@link RegistryRefusedException}
 * or {@link RegistryUnavailableException}. Thread-safe.
 */
public final class StoredImages {
  private static final String EMPTY_TYPE = "application/vnd.docker.distribution.manifest.v2+json";

  private final RegistryClient registry;

  public StoredImages(RegistryClient registry) {
    this.registry = registry;
  }

  /**
   * An image, or a list of images.
   *
   * @param size in bytes, as it is pulled; of a list all of its images
   */
  public record StoredImage(String digest, long size) {}

  /** Sorted; none if there is no such repository. */
  public List<String> tags(String repository) {
    return registry.tags(repository).stream().sorted().toList();
  }

  /**
   * @param reference a tag or a digest
   */
  public Optional<StoredImage> find(String repository, String reference) {
    return registry
        .find(repository, reference)
        .map(manifest -> new StoredImage(manifest.digest(), size(repository, manifest)));
  }

  private long size(String repository, Manifest manifest) {
    long size = manifest.size();
    for (String one : manifest.manifests()) {
      size += registry.find(repository, one).map(Manifest::size).orElse(0L);
    }
    return size;
  }

  /** What an image says of itself; of a list its first image. Empty if it is not there. */
  public Map<String, String> labels(String repository, String reference) {
    return registry
        .find(repository, reference)
        .flatMap(manifest ->
            manifest.manifests().stream()
                .findFirst()
                .map(first -> registry.find(repository, first))
                .orElse(Optional.of(manifest)))
        .flatMap(Manifest::config)
        .flatMap(config -> registry.blob(repository, config))
        .map(Manifest::labels)
        .orElse(Map.of());
  }

  /** Makes an image part of another repository, under its digest alone. */
  public void copy(String from, String digest, String to) {
    Manifest manifest =
        registry
            .find(from, Digests.checked(digest))
            .orElseThrow(() ->
                new RegistryRefusedException(
                    "tried to copy %s of %s but it is not there (any more); choose another"
                        .formatted(digest, from)));
    List<Manifest> all = new ArrayList<>();
    for (String inner : manifest.manifests()) {
      registry.find(from, inner).ifPresent(all::add);
    }
    all.add(manifest);
    for (Manifest one : all) {
      one.blobs().forEach(blob -> registry.bring(blob, from, to));
      registry.put(to, one.digest(), one);
    }
  }

  /** Points a tag at an image that the repository has, and reads it back. */
  public void tag(String repository, String tag, String digest) {
    new Publishing(registry).tag(repository, tag, digest);
  }

  /** What a tag points at; empty if there is none. */
  public Optional<String> digest(String repository, String tag) {
    return registry.digest(repository, tag);
  }

  /** Deletes those of some images of a repository that no tag names any more. */
  public void dropUntagged(String repository, Set<String> digests) {
    Set<String> unnamed = new HashSet<>(digests);
    for (String tag : registry.tags(repository)) {
      if (unnamed.isEmpty()) {
        return;
      }
      registry.digest(repository, tag).ifPresent(unnamed::remove);
    }
    unnamed.forEach(digest -> registry.delete(repository, Digests.checked(digest)));
  }

  /**
   * Deletes one tag; others of the same image stay. The registry deletes digests only, with all of
   * their tags: so the tag is first pointed at an empty image that no other tag has.
   */
  public void untag(String repository, String tag) {
    String unique = "{\"hearth\":\"a tag was deleted\",\"id\":\"" + UUID.randomUUID() + "\"}";
    byte[] config = unique.getBytes(StandardCharsets.UTF_8);
    String blob = registry.putBlob(repository, config);
    String text =
        """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","size":%d,"digest":"%s"},"layers":[]}\
        """
            .formatted(
                EMPTY_TYPE, "application/vnd.docker.container.image.v1+json", config.length, blob);
    Manifest empty = new Manifest(EMPTY_TYPE, text.getBytes(StandardCharsets.UTF_8));
    registry.put(repository, tag, empty);
    if (!registry.delete(repository, empty.digest())) {
      throw new RegistryRefusedException(
          "tried to delete %s:%s but the registry lets nothing be deleted; allow it in its settings (storage.delete.enabled)"
              .formatted(repository, tag));
    }
    registry
        .digest(repository, tag)
        .filter(empty.digest()::equals)
        .ifPresent(_ -> {
          throw new RegistryUnavailableException(
              "delete " + repository + ":" + tag, "it still stands", null);
        });
  }
}
