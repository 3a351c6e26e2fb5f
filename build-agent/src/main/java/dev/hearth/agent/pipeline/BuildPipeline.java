package dev.hearth.agent.pipeline;

import dev.hearth.agent.AgentConfig;
import dev.hearth.agent.attempts.AttemptPipeline;
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
import dev.hearth.agent.secrets.AttemptSecrets;
import dev.hearth.agent.secrets.SecretsSource;
import dev.hearth.cache.ProjectCaches;
import dev.hearth.gitclient.GitAccess;
import dev.hearth.protocol.AttemptOutcome;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.ImageRecipe;
import dev.hearth.protocol.PushedImage;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.TaskOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An attempt on real parts: checkout, compile, image, push. */
public final class BuildPipeline implements AttemptPipeline {
  private static final Logger log = LoggerFactory.getLogger(BuildPipeline.class);

  /** Before each further try when the registry does not answer. */
  private static final List<Duration> PUSH_AGAIN_AFTER =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(8));

  private final Owner owner;
  private final Engine engine;
  private final SecretsSource secrets;
  private final ProjectCaches caches;
  private final Workspaces workspaces;
  private final LayerWarmth warmth;
  private final CheckoutStage checkout;
  private final CompileStage compile;
  private final ImageStage image;
  private final PushStage push;
  private volatile boolean prepared;

  public BuildPipeline(
      AgentConfig config, Owner owner, Engine engine, SecretsSource secrets, ProjectCaches caches) {
    this.owner = owner;
    this.engine = engine;
    this.secrets = secrets;
    this.caches = caches;
    this.workspaces = new Workspaces(config.home().resolve("workspaces"));
    this.warmth = new LayerWarmth(engine, owner);
    this.checkout =
        new CheckoutStage(
            new GitMirrors(config.home().resolve("git")), GitAccess.of(config.gitUrls()));
    this.compile =
        new CompileStage(
            engine,
            owner,
            new BuilderImages(engine, config.builders()),
            caches,
            config.certificates(),
            config.home().resolve("certificates"));
    this.image = new ImageStage(new ImageBuild(engine, owner, config.addHosts()));
    this.push = new PushStage(new ImagePush(engine, PUSH_AGAIN_AFTER), warmth);
  }

  @Override
  public AttemptOutcome.Pushed run(RunningAttempt attempt) throws InterruptedException {
    TaskOrder task = attempt.task();
    introduce(attempt);
    BuildNetwork.restore(engine);
    AttemptSecrets known = secrets.fetch(task.attempt());
    attempt.log().mask(known.texts());
    try (Workspaces.Workspace workspace = workspaces.open(task.attempt())) {
      Sources sources = attempt.at(Stage.CHECKOUT, () -> checkout.run(attempt, known, workspace));
      compile(attempt, sources);
      List<BuiltImage> built = attempt.at(Stage.IMAGE, () -> image.run(attempt, sources));
      List<PushedImage> pushed = attempt.at(Stage.PUSH, () -> push.run(attempt, built, known));
      return new AttemptOutcome.Pushed(pushed, sources.isProtected());
    } finally {
      for (ImageRecipe each : task.recipe().images()) {
        warmth.forget(task.attempt(), each.name());
      }
    }
  }

  private void compile(RunningAttempt attempt, Sources sources) throws InterruptedException {
    Optional<String> builder = compile.builder(attempt.task().recipe(), sources);
    if (builder.isEmpty()) {
      attempt.log().line("nothing is compiled: the project has no builder, or no pom.xml");
      return;
    }
    attempt.at(
        Stage.COMPILE,
        () -> {
          compile.run(attempt, builder.get(), sources);
          return true;
        });
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

  /** Whether the host is ready for attempts: leftovers are gone, and the build network is there. */
  boolean isPrepared() {
    return prepared;
  }

  @Override
  public void removeLeftovers() throws InterruptedException {
    BuildNetwork.findOrCreate(engine)
        .ifPresent(missing -> log.atWarn().addKeyValue("missing", missing).log("build network"));
    new Leftovers(engine, owner).remove(Set.of());
    caches.removeLeftovers(Set.of());
    try {
      workspaces.removeLeftovers();
    } catch (IOException e) {
      throw new UncheckedIOException("tried to remove leftover workspaces", e);
    }
    prepared = true;
  }
}
