package dev.hearth.dispatcher.images;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.registry.StoredImages;
import java.util.List;

/** Finds images by what people call them. */
public record ImageReferences(StoredImages images) {
  /**
   * The tag or digest that is meant by a tag, a digest, or a commit, seven digits at least.
   *
   * @throws RefusedException if there is none, or several commits begin so
   */
  public String require(String path, String reference) {
    if (!isSafe(reference)) {
      throw absent(path, reference);
    }
    if (images.find(path, reference).isPresent()) {
      return reference;
    }
    if (!reference.matches("[0-9a-f]{7,40}")) {
      throw absent(path, reference);
    }
    List<String> commits =
        images.tags(path).stream()
            .filter(tag -> tag.matches("[0-9a-f]{40}") && tag.startsWith(reference))
            .toList();
    if (commits.size() > 1) {
      throw RefusedException.conflict(
          "tried to find commit %s in %s, but several begin so; write more of its digits"
              .formatted(reference, path));
    }
    return commits.stream().findFirst().orElseThrow(() -> absent(path, reference));
  }

  /** It becomes part of an address. */
  static boolean isSafe(String reference) {
    return reference.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}|sha256:[0-9a-f]{64}");
  }

  static RefusedException absent(String path, String reference) {
    String plain = reference.replaceAll("[^A-Za-z0-9._:-]", "?");
    return RefusedException.absent(
        "tried to find %s in %s, but no tag, digest or commit there is called so"
            .formatted(plain.length() > 128 ? plain.substring(0, 128) : plain, path));
  }
}
