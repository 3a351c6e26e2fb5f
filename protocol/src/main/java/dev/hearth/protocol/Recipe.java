package dev.hearth.protocol;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a project is built: all that an agent must know of it.
 *
 * @param gitUrl without user info
 * @param directory the project's folder in the repository, empty for its root
 * @param builder the builder's name; null: {@code maven-jdk17} where the directory has a {@code
 *     pom.xml}, none else; {@code none}: never compile
 * @param command a shell command; null: the script, or the builder's own command
 * @param script a path in the repository, relative to the directory; at most one of command and
 *     script is set
 * @param depth how many commits the work tree's history holds; 0: all
 * @param cache whether the project's cache is used
 * @param protectedBranches globs; empty: the remote's HEAD branch
 * @param timeout of a whole attempt
 * @param stageTimeouts of single stages, by {@link Stage#word}; a stage that is not in it may take
 *     as long as the attempt
 */
public record Recipe(
    String gitUrl,
    String directory,
    @Nullable String builder,
    @Nullable String command,
    @Nullable String script,
    Map<String, String> environment,
    List<ImageRecipe> images,
    List<String> protectedBranches,
    int depth,
    boolean submodules,
    boolean cache,
    Limits limits,
    Duration timeout,
    Map<String, Duration> stageTimeouts) {
  /** The builder's name that says: this project has nothing to compile. */
  public static final String NO_BUILDER = "none";

  public Recipe {
    environment = Map.copyOf(environment);
    images = List.copyOf(images);
    protectedBranches = List.copyOf(protectedBranches);
    // Tasks of earlier versions have none.
    stageTimeouts = stageTimeouts == null ? Map.of() : Map.copyOf(stageTimeouts);
  }

  /** How long a stage may take, where that is bounded by itself. */
  public Optional<Duration> timeoutOf(Stage stage) {
    return Optional.ofNullable(stageTimeouts.get(stage.word()));
  }
}
