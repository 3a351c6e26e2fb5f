package dev.hearth.dispatcher.images;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.registry.StoredImages;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.RecipeLabels;
import dev.hearth.protocol.WantedTag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
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
  private final Function<BuildId, Optional<String>> refs;

  /**
   * @param refs of which branch or Git tag a build was; empty: not known any more
   */
  public ImageDrift(
      StoredImages images,
      TagOrigins origins,
      ImageReferences references,
      Function<BuildId, Optional<String>> refs) {
    this.images = images;
    this.origins = origins;
    this.references = references;
    this.refs = refs;
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

  /** The tags of a repository that follow a branch or Git tag, by name. */
  public List<WantedTag> following(String repository, String ref) {
    return origins.of(repository).stream()
        .filter(tag -> !ref.isEmpty() && tag.ref().equals(ref))
        .sorted(Comparator.comparing(WantedTag::tag))
        .toList();
  }

  /**
   * What changed from the image that has a tag now to another one.
   *
   * @param target the older: a tag, a digest or a commit, of any repository
   * @param reference of the newer, in {@code repository}
   * @throws RefusedException if one of them is not there
   */
  public Drift since(PromotionTarget target, String repository, String reference) {
    Map<String, String> before =
        labels(target.repository(), references.require(target.repository(), target.tag()));
    String newer = references.require(repository, reference);
    Map<String, String> now = labels(repository, newer);
    if (!before.containsKey(RecipeLabels.DOCKERFILE) || !now.containsKey(RecipeLabels.DOCKERFILE)) {
      return new Drift(false, List.of());
    }
    List<String> changed =
        RecipeLabels.ALL.stream()
            .filter(label -> !value(before, label).equals(value(now, label)))
            .toList();
    Map<String, WantedTag> since =
        changed.isEmpty() ? Map.of() : since(builds(repository, newer), now, changed);
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
      Stream<WantedTag> builds, Map<String, String> now, List<String> changed) {
    Map<String, WantedTag> since = new HashMap<>();
    List<String> open = new ArrayList<>(changed);
    boolean begun = false;
    for (WantedTag build : (Iterable<WantedTag>) builds.limit(MOST_BUILDS)::iterator) {
      if (open.isEmpty()) {
        break;
      }
      Map<String, String> its = labels(build.repository(), build.digest());
      begun |= changed.stream().allMatch(label -> value(its, label).equals(value(now, label)));
      if (begun && !its.isEmpty()) {
        open.removeIf(label -> !value(its, label).equals(value(now, label)));
        open.forEach(label -> since.put(label, build));
      }
    }
    return since;
  }

  /**
   * From the image's own on, those of the same branch: others may have an older recipe. Of an image
   * that no build is known to have made, all.
   */
  private Stream<WantedTag> builds(String repository, String reference) {
    List<WantedTag> all =
        origins.of(repository).stream()
            .filter(tag -> tag.tag().startsWith(tag.commit().value()))
            .sorted(Comparator.comparing(WantedTag::at).reversed())
            .toList();
    String digest = images.digest(repository, reference).orElse("");
    Optional<WantedTag> own = all.stream().filter(tag -> tag.digest().equals(digest)).findFirst();
    Optional<String> ref = own.map(WantedTag::build).flatMap(refs);
    return all.stream()
        .dropWhile(tag -> own.isPresent() && !tag.equals(own.get()))
        .filter(tag -> ref.isEmpty() || refs.apply(tag.build()).equals(ref));
  }

  private Map<String, String> labels(String repository, String reference) {
    return images.labels(repository, reference);
  }

  private static String value(Map<String, String> labels, String label) {
    return labels.getOrDefault(label, "");
  }
}
