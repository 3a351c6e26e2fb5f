package dev.hearth.dispatcher.projects;

import dev.hearth.protocol.ImageRecipe;
import dev.hearth.protocol.Limits;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import dev.hearth.protocol.Recipe;
import dev.hearth.protocol.RefGlob;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is built, and how. Its JSON is {@link ProjectJson}'s; its rules are {@link ProjectRules}'.
 *
 * @param id stays when the project is renamed
 * @param gitUrl https or ssh, without user info
 * @param branches globs ({@link RefGlob}) of the branches that are built; all by default
 * @param tags globs of the Git tags that are built; all by default
 * @param protectedBranches globs; empty: the remote's HEAD branch
 * @param directory the project's folder in the repository, empty for its root
 * @param builder see {@link Recipe}; null: found out from the repository
 * @param command a shell command; at most one of command and script is set
 * @param script a path in the directory
 * @param images at least one
 * @param tagTemplates see {@link TagNames}
 * @param labels those that an agent must have, all of them
 * @param cache whether builds use the project's cache
 * @param supersede whether a newer push to a branch ends the older builds of that branch
 * @param depth how many commits the work tree's history holds; 0: all
 * @param timeout of a whole attempt
 * @param stageTimeouts see {@link Recipe}
 */
public record Project(
    ProjectId id,
    ProjectName name,
    String gitUrl,
    List<String> branches,
    List<String> tags,
    List<String> protectedBranches,
    String directory,
    @Nullable String builder,
    @Nullable String command,
    @Nullable String script,
    Map<String, String> environment,
    List<ImageRecipe> images,
    List<String> tagTemplates,
    Set<String> labels,
    boolean cache,
    boolean supersede,
    int depth,
    boolean submodules,
    Limits limits,
    Duration timeout,
    Map<String, Duration> stageTimeouts) {
  public Project {
    branches = List.copyOf(branches);
    tags = List.copyOf(tags);
    protectedBranches = List.copyOf(protectedBranches);
    environment = Map.copyOf(environment);
    images = List.copyOf(images);
    tagTemplates = List.copyOf(tagTemplates);
    labels = Set.copyOf(labels);
    stageTimeouts = Map.copyOf(stageTimeouts);
  }

  /** What an agent must know of it. */
  public Recipe recipe() {
    return new Recipe(
        gitUrl,
        directory,
        builder,
        command,
        script,
        environment,
        images,
        protectedBranches,
        depth,
        submodules,
        cache,
        limits,
        timeout,
        stageTimeouts);
  }

  /** Whether a push to this ref is built; {@code refs/heads/…} or {@code refs/tags/…}. */
  public boolean builds(String ref) {
    if (ref.startsWith("refs/heads/")) {
      return RefGlob.any(branches, ref.substring("refs/heads/".length()));
    }
    return ref.startsWith("refs/tags/") && RefGlob.any(tags, ref.substring("refs/tags/".length()));
  }

  /** The registry's repositories that are this project's own, in the images' order. */
  public List<String> repositories() {
    return images.stream().map(image -> name.repository(image.name())).toList();
  }
}
