package dev.hearth.agent.pipeline;

import dev.hearth.agent.Retries;
import dev.hearth.agent.StageFailure;
import dev.hearth.agent.attempts.RunningAttempt;
import dev.hearth.agent.engine.RegistryCredential;
import dev.hearth.agent.image.ImageBuild;
import dev.hearth.agent.image.ImageOrder;
import dev.hearth.agent.secrets.AttemptSecrets;
import dev.hearth.protocol.ImageRecipe;
import dev.hearth.protocol.Recipe;
import dev.hearth.protocol.TaskOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds the project's images, one after the other, from the Dockerfiles of the commit. */
final class ImageStage {
  private static final int LARGEST_DOCKERFILE = 1 << 20;

  private final ImageBuild build;
  private final Retries retries;

  ImageStage(ImageBuild build, Retries retries) {
    this.build = build;
    this.retries = retries;
  }

  /**
   * An image in this host's engine.
   *
   * @param id {@code sha256:…}
   */
  record BuiltImage(String name, String id) {}

  List<BuiltImage> run(
      RunningAttempt attempt, Sources sources, AttemptSecrets secrets, Map<String, String> recipe)
      throws InterruptedException {
    List<BuiltImage> built = new ArrayList<>();
    for (ImageRecipe image : attempt.task().recipe().images()) {
      ImageOrder order = order(attempt.task(), image, sources, secrets, recipe);
      attempt.log().line("building the image " + image.name());
      String id =
          attempt
              .effects()
              .repeating(() -> retries.run(attempt.log(), () -> build.build(order, attempt.log())));
      built.add(new BuiltImage(image.name(), id));
    }
    return built;
  }

  private static ImageOrder order(
      TaskOrder task,
      ImageRecipe image,
      Sources sources,
      AttemptSecrets secrets,
      Map<String, String> compiled)
      throws InterruptedException {
    Recipe recipe = task.recipe();
    String dockerfile = RepositoryPaths.join(recipe.directory(), image.dockerfile());
    String context = RepositoryPaths.join(recipe.directory(), image.context());
    byte[] text =
        sources
            .files()
            .read("the Dockerfile", dockerfile, LARGEST_DOCKERFILE)
            .orElseThrow(() ->
                StageFailure.user(
                    "tried to build the image %s but the commit has no Dockerfile '%s'; add it, or set the image's dockerfile"
                        .formatted(image.name(), dockerfile)));
    return new ImageOrder(
        task.attempt(),
        task.request().project(),
        image.name(),
        new String(text, StandardCharsets.UTF_8),
        RepositoryPaths.from(context, dockerfile),
        sources.workTree(),
        context,
        image.buildArguments(),
        task.request().commit(),
        recipe.gitUrl(),
        compiled,
        credentials(task, secrets.registry()),
        recipe.limits(),
        recipe.timeout());
  }

  /** A password that opens every project's images must not serve what a repository says. */
  private static List<RegistryCredential> credentials(
      TaskOrder task, AttemptSecrets.RegistrySecret secret) {
    return secret.ofAttempt()
        ? List.of(new RegistryCredential(task.registry(), secret.username(), secret.password()))
        : List.of();
  }
}
