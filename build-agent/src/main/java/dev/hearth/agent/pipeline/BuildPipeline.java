package dev.hearth.agent.pipeline;

import dev.hearth.agent.AgentConfig;
import dev.hearth.agent.Retries;
import dev.hearth.agent.StageFailure;
import dev.hearth.agent.attempts.AttemptNotes;
import dev.hearth.agent.attempts.AttemptPipeline;
import dev.hearth.agent.attempts.Inheritance;
import dev.hearth.agent.attempts.RunningAttempt;
import dev.hearth.agent.checkout.GitMirrors;
import dev.hearth.agent.compile.BuilderImages;
import dev.hearth.agent.engine.Engine;
import dev.hearth.agent.engine.Owner;
import dev.hearth.agent.image.ImageBuild;
import dev.hearth.agent.image.ImagePush;
import dev.hearth.agent.image.LayerWarmth;
import dev.hearth.agent.image.Leftovers;
import dev.hearth.agent.network.BuildNetwork;
import dev.hearth.agent.pipeline.ImageStage.BuiltImage;
import dev.hearth.agent.results.TestReports;
import dev.hearth.agent.secrets.AttemptSecrets;
import dev.hearth.agent.secrets.SecretsSource;
import dev.hearth.cache.ProjectCaches;
import dev.hearth.gitclient.GitAccess;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.AttemptOutcome;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.ImageRecipe;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.PushedImage;
import dev.hearth.protocol.Recipe;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.TaskOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An attempt on real parts: checkout, compile, image, push. */
public final class BuildPipeline implements AttemptPipeline {
  private static final Logger log = LoggerFactory.getLogger(BuildPipeline.class);

  private final Owner owner;
  private final Engine engine;
  private final SecretsSource secrets;
  private final ProjectCaches caches;
  private final Workspaces workspaces;
  private final LayerWarmth warmth;
  private final GitMirrors mirrors;
  private final CheckoutStage checkout;
  private final CompileStage compile;
  private final ImageStage image;
  private final PushStage push;
  private final Retries retries = Retries.standard();
  private final Retries forGitHosts = Retries.within(Duration.ofSeconds(45));
  private volatile boolean prepared;

  public BuildPipeline(
      AgentConfig config,
      Owner owner,
      Engine engine,
      SecretsSource secrets,
      ProjectCaches caches,
      TestReports reports) {
    this.owner = owner;
    this.engine = engine;
    this.secrets = secrets;
    this.caches = caches;
    this.workspaces = new Workspaces(config.home().resolve("workspaces"));
    this.warmth = new LayerWarmth(engine, owner);
    this.mirrors = new GitMirrors(config.home().resolve("git"));
    this.checkout = new CheckoutStage(mirrors, GitAccess.of(config.gitUrls()));
    this.compile =
        new CompileStage(
            engine,
            owner,
            new BuilderImages(engine, config.builders()),
            new CompileCaches(caches),
            config.certificates(),
            config.home().resolve("certificates"),
            reports,
            retries);
    this.image = new ImageStage(new ImageBuild(engine, owner, config.addHosts()), retries);
    this.push = new PushStage(new ImagePush(engine), warmth, retries);
  }

  @Override
  public AttemptOutcome.Pushed run(RunningAttempt attempt) throws InterruptedException {
    TaskOrder task = attempt.task();
    try {
      return stages(attempt);
    } finally {
      if (!attempt.isLeft()) {
        abandon(attempt.notebook().notes());
      }
      for (ImageRecipe each : task.recipe().images()) {
        warmth.forget(task.attempt(), each.name());
      }
    }
  }

  /** What an earlier process has done, up to the compile, is not done again. */
  private AttemptOutcome.Pushed stages(RunningAttempt attempt) throws InterruptedException {
    AttemptNotes notes = attempt.notebook().notes();
    if (notes.stage() == null) {
      introduce(attempt);
    }
    retries.run(
        attempt.log(),
        () -> {
          BuildNetwork.restore(engine);
          return true;
        });
    AttemptSecrets known = secrets.fetch(attempt.task().attempt());
    attempt.log().mask(known.texts());
    Sources sources = sources(attempt, notes, known);
    if (!notes.compiled()) {
      compile(attempt, notes, sources);
    }
    List<BuiltImage> built =
        attempt.at(
            Stage.IMAGE,
            () -> image.run(attempt, sources, known, compile.labels(attempt, sources)));
    List<PushedImage> pushed = attempt.at(Stage.PUSH, () -> push.run(attempt, built, known));
    return new AttemptOutcome.Pushed(pushed, sources.isProtected());
  }

  private Sources sources(RunningAttempt attempt, AttemptNotes notes, AttemptSecrets known)
      throws InterruptedException {
    TaskOrder task = attempt.task();
    if (notes.isProtected() != null) {
      return checkout.done(task, workspaces.of(task.attempt()), notes.isProtected());
    }
    return attempt.at(
        Stage.CHECKOUT,
        () -> {
          Sources sources = checkedOut(attempt, known);
          attempt.notebook().note(now -> now.checkedOut(sources.isProtected()));
          return sources;
        });
  }

  /**
   * A Git host that stays away is as far from every other host. If it is this one that is cut off,
   * the attempt is lost by its lease.
   */
  private Sources checkedOut(RunningAttempt attempt, AttemptSecrets known)
      throws InterruptedException {
    try {
      return forGitHosts.run(
          attempt.log(),
          () -> checkout.run(attempt, known, workspaces.open(attempt.task().attempt())));
    } catch (StageFailure e) {
      throw e.isAway() ? StageFailure.infrastructure(e.sentence(), e) : e;
    }
  }

  private void compile(RunningAttempt attempt, AttemptNotes notes, Sources sources)
      throws InterruptedException {
    AttemptNotes.Container container = notes.container();
    if (container != null) {
      attempt.at(
          Stage.COMPILE,
          () -> {
            compile.goOn(attempt, container, sources);
            return true;
          });
      return;
    }
    Recipe recipe = attempt.task().recipe();
    Optional<String> builder = compile.builder(recipe, sources);
    if (builder.isEmpty()) {
      if (recipe.command() != null || recipe.script() != null) {
        attempt.at(
            Stage.COMPILE,
            () -> {
              throw CompileStage.withoutBuilder(recipe);
            });
      }
      attempt.log().line("nothing is compiled: the project has no builder, or no pom.xml");
      attempt.notebook().note(AttemptNotes::withCompiled);
      return;
    }
    attempt.at(
        Stage.COMPILE,
        () -> {
          compile.run(attempt, builder.get(), sources);
          return true;
        });
  }

  @Override
  public void abandon(AttemptNotes notes) {
    compile.abandon(notes.attempt(), notes.container());
    workspaces.of(notes.attempt()).close();
  }

  private void introduce(RunningAttempt attempt) {
    TaskOrder task = attempt.task();
    BuildRequest request = task.request();
    String ref = request.ref().isEmpty() ? "" : " (" + request.refName() + ")";
    attempt
        .log()
        .line(
            "%s: build %s, attempt %d, commit %s%s, on %s"
                .formatted(
                    request.title(),
                    task.attempt().build(),
                    task.attempt().number(),
                    request.commit(),
                    ref,
                    owner.agent()));
  }

  /** The projects for which this host keeps something. */
  Set<ProjectId> keptProjects() throws InterruptedException {
    Set<ProjectId> kept = new HashSet<>(warmth.projects());
    kept.addAll(mirrors.projects());
    caches.warmProjects().forEach(project -> kept.add(new ProjectId(project)));
    return kept;
  }

  /** Deletes what is kept for a project. Returns whether all of it is gone. */
  boolean forget(ProjectId project) throws InterruptedException {
    warmth.forget(project);
    mirrors.delete(project);
    return caches.delete(project.value());
  }

  /** Whether the host is ready for attempts: leftovers are gone, and the build network is there. */
  boolean isPrepared() {
    return prepared;
  }

  @Override
  public void prepare(List<Inheritance.Inherited> goingOn) throws InterruptedException {
    mirrors.prepare();
    BuildNetwork.findOrCreate(engine)
        .ifPresent(missing -> log.atWarn().addKeyValue("missing", missing).log("build network"));
    List<Inheritance.Inherited> compiling =
        goingOn.stream().filter(one -> one.notes().compiles()).toList();
    new Leftovers(engine, owner).remove(ids(compiling));
    caches.removeLeftovers(
        compiling.stream().map(one -> one.id().toString()).collect(Collectors.toSet()));
    compile.inherit(compiling);
    try {
      workspaces.removeLeftovers(ids(goingOn));
    } catch (IOException e) {
      throw new UncheckedIOException("tried to remove leftover workspaces", e);
    }
    prepared = true;
  }

  private static Set<AttemptId> ids(List<Inheritance.Inherited> attempts) {
    return attempts.stream().map(Inheritance.Inherited::id).collect(Collectors.toSet());
  }
}
