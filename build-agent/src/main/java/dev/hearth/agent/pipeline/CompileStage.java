package dev.hearth.agent.pipeline;

import dev.hearth.agent.StageFailure;
import dev.hearth.agent.attempts.EffectGate;
import dev.hearth.agent.attempts.RunningAttempt;
import dev.hearth.agent.compile.AdditionalAuthorities;
import dev.hearth.agent.compile.BuilderImage;
import dev.hearth.agent.compile.BuilderImages;
import dev.hearth.agent.compile.CompileCommand;
import dev.hearth.agent.compile.CompileContainer;
import dev.hearth.agent.compile.CompileEnvironment;
import dev.hearth.agent.compile.CompileOrder;
import dev.hearth.agent.compile.Mounted;
import dev.hearth.agent.engine.Engine;
import dev.hearth.agent.engine.Owner;
import dev.hearth.cache.CacheException;
import dev.hearth.cache.CachePath;
import dev.hearth.cache.CacheRequest;
import dev.hearth.cache.CacheUse;
import dev.hearth.cache.OpenCache;
import dev.hearth.cache.ProjectCaches;
import dev.hearth.protocol.Recipe;
import dev.hearth.protocol.TaskOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the project's command in a throwaway container of its builder. */
final class CompileStage {
  private static final String STANDARD_BUILDER = "maven-jdk17";
  private static final int LARGEST_SCRIPT = 1 << 20;

  private final Engine engine;
  private final Owner owner;
  private final BuilderImages builders;
  private final ProjectCaches caches;
  private final Path certificates;
  private final Path prepared;

  /**
   * @param certificates what compile containers trust besides the public authorities, as {@link
   *     AdditionalAuthorities} reads it
   * @param prepared a folder of this stage's own, for what containers get of them
   */
  CompileStage(
      Engine engine,
      Owner owner,
      BuilderImages builders,
      ProjectCaches caches,
      Path certificates,
      Path prepared) {
    this.engine = engine;
    this.owner = owner;
    this.builders = builders;
    this.caches = caches;
    this.certificates = certificates;
    this.prepared = prepared;
  }

  /** The builder's name; empty for a project that has nothing to compile. */
  Optional<String> builder(Recipe recipe, Sources sources) throws InterruptedException {
    if (recipe.builder() != null) {
      return Optional.of(recipe.builder()).filter(name -> !name.equals(Recipe.NO_BUILDER));
    }
    String pom = RepositoryPaths.join(recipe.directory(), "pom.xml");
    return sources.files().exists("the pom.xml", pom)
        ? Optional.of(STANDARD_BUILDER)
        : Optional.empty();
  }

  /**
   * Holds the project's cache for as long as its command runs, and keeps what a successful one
   * wrote: what becomes of the images does not concern it.
   */
  void run(RunningAttempt attempt, String builderName, Sources sources)
      throws InterruptedException {
    BuilderImage builder = builders.require(builderName, attempt.log());
    List<String> command = command(attempt.task().recipe(), builder, sources);
    try (HeldCache cache = open(attempt, builder, sources.isProtected())) {
      compile(attempt, order(attempt.task(), builder, command, sources, cache));
      cache.keep();
    }
  }

  private static List<String> command(Recipe recipe, BuilderImage builder, Sources sources)
      throws InterruptedException {
    if (recipe.script() != null) {
      String path = RepositoryPaths.join(recipe.directory(), recipe.script());
      if (sources.files().read("the script", path, LARGEST_SCRIPT).isEmpty()) {
        throw StageFailure.user(
            "tried to run the script '%s' but the commit has none; add it, or set the project's script"
                .formatted(path));
      }
      return CompileCommand.script(recipe.script());
    }
    if (recipe.command() != null) {
      return CompileCommand.shell(recipe.command());
    }
    return CompileCommand.shell(
        builder
            .command()
            .orElseThrow(() ->
                StageFailure.user(
                    "the builder image %s says no command of its own (label dev.hearth.command); set the project's command or script"
                        .formatted(builder.reference()))));
  }

  private HeldCache open(RunningAttempt attempt, BuilderImage builder, boolean isProtected)
      throws InterruptedException {
    TaskOrder task = attempt.task();
    try {
      var request =
          new CacheRequest(
              task.request().project().value(),
              task.attempt().toString(),
              builder.cachePaths().stream().map(CachePath::new).toList(),
              use(task, isProtected));
      OpenCache open = caches.open(request, attempt.log()::line);
      attempt.log().line("cache: " + open.reason());
      return new HeldCache(open, attempt.log());
    } catch (IllegalArgumentException e) {
      throw StageFailure.infrastructure(
          "the builder image %s: %s".formatted(builder.reference(), e.getMessage()), e);
    } catch (CacheException e) {
      throw StageFailure.infrastructure(String.valueOf(e.getMessage()), e);
    }
  }

  private static CacheUse use(TaskOrder task, boolean isProtected) {
    if (!task.cache()) {
      return CacheUse.NONE;
    }
    return isProtected ? CacheUse.READ_AND_WRITE : CacheUse.READ_ONLY;
  }

  private CompileOrder order(
      TaskOrder task,
      BuilderImage builder,
      List<String> command,
      Sources sources,
      HeldCache cache) {
    AdditionalAuthorities authorities = authorities();
    List<Mounted> mounts = new ArrayList<>(cache.mounts());
    mounts.addAll(authorities.mounts());
    Map<String, String> environment = new HashMap<>(authorities.environment());
    environment.putAll(
        CompileEnvironment.of(task.attempt(), task.request(), task.recipe().environment()));
    return new CompileOrder(
        task.attempt(),
        builder.id(),
        command,
        sources.workTree(),
        task.recipe().directory(),
        environment,
        mounts,
        task.recipe().limits());
  }

  /** Anew each time: the operator may change the folder while the agent runs. */
  private AdditionalAuthorities authorities() {
    try {
      return AdditionalAuthorities.prepare(certificates, prepared);
    } catch (IOException e) {
      throw StageFailure.infrastructure(
          "tried to prepare the certificates in %s for compile containers but %s; see HEARTH_CA_CERTIFICATES"
              .formatted(certificates, e.getMessage()),
          e);
    }
  }

  private void compile(RunningAttempt attempt, CompileOrder order) throws InterruptedException {
    try (CompileContainer container = CompileContainer.create(engine, owner, order)) {
      attempt
          .effects()
          .holding(
              new Pausing(container),
              () -> {
                container.run(attempt.log());
                return container.id();
              });
    }
  }

  private record Pausing(CompileContainer container) implements EffectGate.Holdable {
    @Override
    public void hold() throws InterruptedException {
      container.pause();
    }

    @Override
    public void letGo() throws InterruptedException {
      container.unpause();
    }
  }
}
