package dev.hearth.agent.image;

import dev.hearth.agent.Sha256;
import dev.hearth.protocol.RecipeLabels;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The fingerprint of what an image is made by. */
final class RecipePrint {
  private final ImageOrder order;
  private final Map<String, String> bases = new LinkedHashMap<>();

  RecipePrint(ImageOrder order) {
    this.order = order;
  }

  /** Notes a base; returns what it was pinned to. */
  String based(String reference, String pinned) {
    bases.put(reference, pinned);
    return pinned;
  }

  /** As {@link RecipeLabels} names them. */
  Map<String, String> labels() {
    Map<String, String> labels = new HashMap<>(order.recipe());
    labels.put(RecipeLabels.DOCKERFILE, Sha256.hex(order.dockerfile()));
    labels.put(
        RecipeLabels.ARGUMENTS, Sha256.hex(new TreeMap<>(order.buildArguments()).toString()));
    labels.put(
        RecipeLabels.BASES,
        bases.entrySet().stream()
            .map(base -> base.getKey() + " " + base.getValue())
            .collect(Collectors.joining(", ")));
    return labels;
  }
}
