package dev.hearth.dispatcher.images;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.registry.StoredImages;
import dev.hearth.protocol.RecipeLabels;
import dev.hearth.protocol.WantedTag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says what of the recipe by which an image was made is another than that of the image which has a
 * tag now, and since which commit. What was built before images bore their recipe is not known.
 * Thread-safe; every method may block.
 */
public final class ImageDrift {
  /** So many builds are looked at, back from the image. */
  private static final int MOST_BUILDS = 100;

  private final StoredImages images;
  private final TagOrigins origins;
  private final ImageReferences references;

  public ImageDrift(StoredImages images, TagOrigins origins, ImageReferences references) {
    this.images = images;
    this.origins = origins;
    this.references = references;
  }

  /**
   * A part of the recipe that changed.
   *
   * @param part {@code dockerfile}, {@code bases}, {@code arguments}, {@code script} or {@code
   *     builder}
   * @param before a digest or names, as the label has it
   * @param since the commit's tag that was the first to have it as it is now; null: not found
   */
  public record Change(String part, String before, String now, @Nullable WantedTag since) {}

  /**
   * All that changed.
   *
   * @param known whether both images say by what they were made
   */
  public record Drift(boolean known, List<Change> changes) {
    public Drift {
      changes = List.copyOf(changes);
    }
  }

  /**
   * What changed from the image that has a tag now to another one of the repository.
   *
   * @param reference of the newer: a tag, a digest or a commit
   * @throws RefusedException if one of them is not there
   */
  public Drift since(String repository, String target, String reference) {
    Map<String, String> before = labels(repository, references.require(repository, target));
    Map<String, String> now = labels(repository, references.require(repository, reference));
    if (!before.containsKey(RecipeLabels.DOCKERFILE) || !now.containsKey(RecipeLabels.DOCKERFILE)) {
      return new Drift(false, List.of());
    }
    List<String> changed =
        RecipeLabels.ALL.stream()
            .filter(label -> !value(before, label).equals(value(now, label)))
            .toList();
    Map<String, WantedTag> since = changed.isEmpty() ? Map.of() : since(repository, now, changed);
    return new Drift(
        true,
        changed.stream()
            .map(label ->
                new Change(
                    label.substring(label.lastIndexOf('.') + 1),
                    value(before, label),
                    value(now, label),
                    since.get(label)))
            .toList());
  }

  /** The builds before the image, the newest first, until each part was seen otherwise. */
  private Map<String, WantedTag> since(
      String repository, Map<String, String> now, List<String> changed) {
    Map<String, WantedTag> since = new HashMap<>();
    List<String> open = new ArrayList<>(changed);
    boolean begun = false;
    int seen = 0;
    for (WantedTag build : builds(repository)) {
      if (open.isEmpty() || ++seen > MOST_BUILDS) {
        break;
      }
      Map<String, String> its = images.labels(repository, build.digest());
      begun |= changed.stream().allMatch(label -> value(its, label).equals(value(now, label)));
      if (begun && !its.isEmpty()) {
        open.removeIf(label -> !value(its, label).equals(value(now, label)));
        open.forEach(label -> since.put(label, build));
      }
    }
    return since;
  }

  private List<WantedTag> builds(String repository) {
    return origins.of(repository).stream()
        .filter(tag -> tag.tag().startsWith(tag.commit().value()))
        .sorted(Comparator.comparing(WantedTag::at).reversed())
        .toList();
  }

  private Map<String, String> labels(String repository, String reference) {
    return images.labels(repository, reference);
  }

  private static String value(Map<String, String> labels, String label) {
    return labels.getOrDefault(label, "");
  }
}
