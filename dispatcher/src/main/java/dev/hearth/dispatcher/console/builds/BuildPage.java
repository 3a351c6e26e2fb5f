package dev.hearth.dispatcher.console.builds;

import dev.hearth.dispatcher.console.frame.Frame;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.PublishedImage;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A build with its timeline and its log.
 *
 * @param refresh the address of the live part as it will be then; empty once the build has ended
 * @param attempt whose log is shown, from 1; 0 before the first
 * @param tests of that attempt
 * @param registry {@code host:port}, before each image's reference
 * @param key makes asking for the build again, sent twice, one build
 */
public record BuildPage(
    Frame frame,
    ShownBuild build,
    Rights rights,
    String refresh,
    int attempt,
    TestsPart tests,
    String registry,
    String key) {
  /** What who looks may do. */
  public record Rights(boolean readLog, boolean cancel, boolean build) {}

  public boolean canCancel() {
    return rights.cancel() && !build.ended() && build.view().record().stop() == null;
  }

  /** The attempts' numbers. */
  public List<Integer> attempts() {
    return IntStream.rangeClosed(1, build.view().record().attempts()).boxed().toList();
  }

  /** Empty unless the build has succeeded. */
  public List<PublishedImage> images() {
    return build.view().record().state() instanceof BuildState.Succeeded succeeded
        ? succeeded.images()
        : List.of();
  }

  /** What is true of the build now, where that is more than its state's word; else empty. */
  public String sentence() {
    return switch (build.view().record().state()) {
      case BuildState.Queued _,
          BuildState.Assigned _,
          BuildState.Pushed _,
          BuildState.Succeeded _ ->
          "";
      case BuildState.Failed failed -> failed.stage().word() + ": " + failed.reason();
      case BuildState.Cancelled stopped -> stopped.by() + ": " + stopped.why();
      case BuildState.Superseded stopped -> stopped.why();
      case BuildState.TimedOut stopped -> stopped.why();
      case BuildState.Lost lost -> lost.reason();
      case BuildState.Unknown unknown -> unknown.sentence();
    };
  }

  /** Whether the log will not grow any more. */
  public boolean complete() {
    return build.ended() || attempt < build.view().record().attempts();
  }
}
