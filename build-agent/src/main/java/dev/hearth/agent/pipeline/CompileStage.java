package dev.hearth.agent.pipeline;

import dev.hearth.agent.Retries;
import dev.hearth.agent.Sha256;
import dev.hearth.agent.StageFailure;
import dev.hearth.agent.attempts.AttemptNotes;
import dev.hearth.agent.attempts.EffectGate;
import dev.hearth.agent.attempts.Inheritance;
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
import dev.hearth.agent.results.TestReports;
import dev.hearth.cache.OpenCache;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.Recipe;
import dev.hearth.protocol.RecipeLabels;
import dev.hearth.protocol.TaskOrder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs the project's command in a throwaway container of its builder. */
final class CompileStage {
  private static final String STANDARD_BUILDER = "maven-jdk17";
  private static final int LARGEST_SCRIPT = 1 << 20;
  private static final Duration READING_REPORTS = Duration.ofSeconds(30);

  /** Of an attempt that somebody may wait to see stopped. */
  private static final Duration READING_LAST_REPORTS = Duration.ofSeconds(2);

  private final Engine engine;
  private final Owner owner;
  private final BuilderImages builders;
  private final CompileCaches caches;
  private final Path certificates;
  private final Path prepared;
  private final TestReports reports;
  private final Retries retries;
  private final Retries beginning = Retries.within(Duration.ofSeconds(45));

  /**
   * @param certificates what compile containers trust besides the public authorities, as {@link
   *     AdditionalAuthorities} reads it
   * @param prepared a folder of this stage's own, for what containers get of them
   */
  CompileStage(
      Engine engine,
      Owner owner,
      BuilderImages builders,
      CompileCaches caches,
      Path certificates,
      Path prepared,
      TestReports reports,
      Retries retries) {
    this.engine = engine;
    this.owner = owner;
    this.builders = builders;
    this.caches = caches;
    this.certificates = certificates;
    this.prepared = prepared;
    this.reports = reports;
    this.retries = retries;
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

  /** What is wrong where there is something to run, and nothing says in what. */
  static StageFailure withoutBuilder(Recipe recipe) {
    return StageFailure.user(
        "tried to run the project's %s but it has no builder, and no pom.xml by which %s would be taken; set the project's builder"
            .formatted(recipe.command() != null ? "command" : "script", STANDARD_BUILDER));
  }

  /**
   * Holds the project's cache for as long as its command runs, and keeps what a successful one
   * wrote: what becomes of the images does not concern it.
   */
  void run(RunningAttempt attempt, String builderName, Sources sources)
      throws InterruptedException {
    BuilderImage builder =
        retries.run(attempt.log(), () -> builders.require(builderName, attempt.log()));
    List<String> command = command(attempt.task().recipe(), builder, sources);
    try (HeldCache cache = open(attempt, builder, sources.isProtected())) {
      CompileOrder order = order(attempt.task(), builder, command, sources, cache);
      // Until the command has begun, all of it can be done again: an engine that is being stopped
      // refuses, and one that is back does not.
      beginning.run(
          attempt.log(),
          () -> {
            compile(
                attempt,
                sources,
                cache,
                () -> CompileContainer.create(engine, owner, order),
                container -> {
                  attempt
                      .notebook()
                      .note(notes ->
                          notes.compilingIn(
                              new AttemptNotes.Container(
                                  container.id(), builder.cachePaths(), null, null)));
                  container.start();
                });
            return order;
          });
    }
  }

  /** What of the compile the images' labels say: {@link RecipeLabels}. */
  Map<String, String> labels(RunningAttempt attempt, Sources sources) throws InterruptedException {
    Recipe recipe = attempt.task().recipe();
    Optional<String> name = builder(recipe, sources);
    if (name.isEmpty()) {
      return Map.of(RecipeLabels.SCRIPT, "", RecipeLabels.BUILDER, "");
    }
    BuilderImage builder =
        retries.run(attempt.log(), () -> builders.require(name.get(), attempt.log()));
    String script =
        recipe.script() == null
            ? String.join("\n", command(recipe, builder, sources))
            : sources
                .files()
                .read(
                    "the script",
                    RepositoryPaths.join(recipe.directory(), recipe.script()),
                    LARGEST_SCRIPT)
                .map(text -> new String(text, StandardCharsets.UTF_8))
                .orElse("");
    return Map.of(
        RecipeLabels.SCRIPT,
        Sha256.hex(script),
        RecipeLabels.BUILDER,
        builder.reference() + " " + builder.id());
  }

  /** Takes over the caches of attempts that compile, before anybody else can have them. */
  void inherit(List<Inheritance.Inherited> compiling) throws InterruptedException {
    for (Inheritance.Inherited one : compiling) {
      AttemptNotes.Container container = one.notes().container();
      if (container != null) {
        caches.inherit(
            one.task().value(),
            container.cachePaths(),
            Boolean.TRUE.equals(one.notes().isProtected()));
      }
    }
  }

  /** Goes on with the container of an earlier process, whether it still runs or has ended. */
  void goOn(RunningAttempt attempt, AttemptNotes.Container noted, Sources sources)
      throws InterruptedException {
    if (noted.failure() != null) {
      StageFailure failure = noted.failure().thrown();
      gatherAfter(failure, attempt, sources);
      throw failure;
    }
    TaskOrder task = attempt.task();
    OpenCache open =
        caches
            .inherited(task.attempt())
            .orElseThrow(() -> new IllegalStateException("nobody has opened its cache"));
    try (var cache = new HeldCache(open, attempt.log())) {
      CompileOrder order =
          CompileOrder.made(
              task.attempt(), sources.workTree(), cache.mounts(), task.recipe().limits());
      compile(
          attempt,
          sources,
          cache,
          () -> CompileContainer.of(engine, order, noted.id()),
          container -> {
            if (!container.goesOn()) {
              throw StageFailure.lost("the compile container is gone from this host");
            }
          });
    }
  }

  /** Removes the container of an earlier process that {@link #goOn} has not come to. */
  void abandon(AttemptId attempt, AttemptNotes.@Nullable Container noted) {
    Optional<OpenCache> open = caches.inherited(attempt);
    if (open.isPresent() && noted != null) {
      CompileContainer.remove(engine, attempt, noted.id());
    }
    open.ifPresent(OpenCache::close);
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
    try {
      return caches.open(attempt.task(), builder.cachePaths(), isProtected, attempt.log());
    } catch (IllegalArgumentException e) {
      throw StageFailure.infrastructure(
          "the builder image %s: %s".formatted(builder.reference(), e.getMessage()), e);
    }
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

  private interface Making {
    CompileContainer make() throws InterruptedException;
  }

  private interface Beginning {
    void begin(CompileContainer container) throws InterruptedException;
  }

  private void compile(
      RunningAttempt attempt, Sources sources, HeldCache cache, Making making, Beginning beginning)
      throws InterruptedException {
    try {
      inContainer(attempt, sources, cache, making, beginning);
    } catch (StageFailure e) {
      gatherAfter(e, attempt, sources);
      throw e;
    } catch (InterruptedException e) {
      if (!attempt.isLeft()) {
        reports.gather(attempt, sources.workTree(), READING_LAST_REPORTS);
      }
      throw e;
    }
  }

  /** What is lost runs elsewhere, and may run here still where the engine does not answer. */
  private void gatherAfter(StageFailure failure, RunningAttempt attempt, Sources sources)
      throws InterruptedException {
    if (!failure.lost() && !attempt.isLeft()) {
      reports.gather(attempt, sources.workTree(), READING_REPORTS);
    }
  }

  /**
   * What is left to another process is neither removed nor given back. That it is compiled is noted
   * when its test results are kept: a next process would not look for them.
   */
  private void inContainer(
      RunningAttempt attempt, Sources sources, HeldCache cache, Making making, Beginning beginning)
      throws InterruptedException {
    try (CompileContainer container = making.make()) {
      try {
        attempt
            .effects()
            .holding(
                new Pausing(container, beginning),
                () -> {
                  container.follow(
                      attempt.log(), attempt.log().taken(), new NotedContainer(attempt.notebook()));
                  return container.id();
                });
        reports.gather(attempt, sources.workTree(), READING_REPORTS);
        attempt.notebook().note(AttemptNotes::withCompiled);
      } finally {
        if (attempt.isLeft()) {
          container.leave();
          cache.leave();
        }
      }
    }
    if (!attempt.isLeft()) {
      cache.keep();
    }
  }

  /** The engine refuses to pause what it has not started. */
  private record Pausing(CompileContainer container, Beginning beginning)
      implements EffectGate.Holdable {
    @Override
    public void begin() throws InterruptedException {
      beginning.begin(container);
    }

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
