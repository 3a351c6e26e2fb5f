package dev.hearth.agent.pipeline;

import dev.hearth.agent.Retries;
import dev.hearth.agent.attempts.RunningAttempt;
import dev.hearth.agent.engine.RegistryCredential;
import dev.hearth.agent.image.ImagePush;
import dev.hearth.agent.image.LayerWarmth;
import dev.hearth.agent.image.StagingTarget;
import dev.hearth.agent.pipeline.ImageStage.BuiltImage;
import dev.hearth.agent.secrets.AttemptSecrets;
import dev.hearth.protocol.PushedImage;
import dev.hearth.protocol.TaskOrder;
import java.util.ArrayList;
import java.util.List;

/** Pushes the images to staging, from where the dispatcher publishes them. */
final class PushStage {
  private final ImagePush push;
  private final LayerWarmth warmth;
  private final Retries retries;

  PushStage(ImagePush push, LayerWarmth warmth, Retries retries) {
    this.push = push;
    this.warmth = warmth;
    this.retries = retries;
  }

  List<PushedImage> run(RunningAttempt attempt, List<BuiltImage> images, AttemptSecrets secrets)
      throws InterruptedException {
    TaskOrder task = attempt.task();
    var credential =
        new RegistryCredential(
            task.registry(), secrets.registry().username(), secrets.registry().password());
    List<PushedImage> pushed = new ArrayList<>();
    for (BuiltImage image : images) {
      String repository = task.stagingRepository(image.name());
      var target = new StagingTarget(task.registry(), repository, task.attempt().toString());
      String digest =
          attempt
              .effects()
              .repeating(() ->
                  retries.run(
                      attempt.log(),
                      () ->
                          push.push(
                              image.id(),
                              target,
                              credential,
                              task.recipe().timeout(),
                              attempt.log())));
      attempt.log().line("pushed %s: %s".formatted(image.name(), digest));
      pushed.add(new PushedImage(image.name(), repository, digest));
      warmth.keep(task.request().project(), image.name(), image.id());
    }
    return pushed;
  }
}
