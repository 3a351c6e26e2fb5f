package dev.hearth.protocol;

import java.util.List;

/**
 * The labels of an image that say by what it was made. They are in the image itself, so that they
 * go wherever it is promoted to, and a build's Dockerfile cannot set them otherwise.
 */
public final class RecipeLabels {
  /** SHA-256 of the Dockerfile's text. */
  public static final String DOCKERFILE = "dev.hearth.recipe.dockerfile";

  /** SHA-256 of the build arguments. */
  public static final String ARGUMENTS = "dev.hearth.recipe.arguments";

  /** SHA-256 of the script or command that compiled; empty: nothing was compiled. */
  public static final String SCRIPT = "dev.hearth.recipe.script";

  /** The builder and its image's id, {@code hearth/maven-jdk17 sha256:…}; empty as above. */
  public static final String BUILDER = "dev.hearth.recipe.builder";

  /** What it is based on, with digests: {@code debian:bookworm-slim debian@sha256:…, …}. */
  public static final String BASES = "dev.hearth.recipe.bases";

  public static final List<String> ALL = List.of(DOCKERFILE, BASES, ARGUMENTS, SCRIPT, BUILDER);

  private RecipeLabels() {}
}
