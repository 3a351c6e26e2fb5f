package dev.hearth.agent.compile;

import com.github.dockerjava.api.exception.DockerException;
import dev.hearth.agent.StageFailure;
import dev.hearth.agent.engine.Engine;
import java.util.regex.Pattern;

/** What it means when the engine refuses to make or start a compile container. */
final class EngineVerdict {
  private static final int BAD_PARAMETER = 400;
  private static final int SERVER_ERROR = 500;

  /** Runtimes' words for a command or folder that cannot be entered, with whatever status. */
  private static final Pattern CANNOT_RUN =
      Pattern.compile(
          "not a directory|exec format error|executable file not found"
              + "|(?:exec:|chdir to cwd).*(?:no such file or directory|permission denied)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** Mounts are ours: the project can do nothing about them. */
  private static final Pattern OF_MOUNTS =
      Pattern.compile("bind source path|mount config|mounting", Pattern.CASE_INSENSITIVE);

  private static final Pattern FULL = Pattern.compile("no space left", Pattern.CASE_INSENSITIVE);

  private EngineVerdict() {}

  /**
   * The project's failure where another try, here or on another host, would end alike; away where
   * the engine is at fault, as one that is being stopped is; else the refusal itself.
   *
   * @param verb completes "tried to … the compile container"
   */
  static RuntimeException of(DockerException refusal, String verb, CompileOrder order) {
    String words = Engine.words(refusal);
    boolean usersFault =
        refusal.getHttpStatus() == BAD_PARAMETER || CANNOT_RUN.matcher(words).find();
    if (!usersFault || OF_MOUNTS.matcher(words).find()) {
      return refusal.getHttpStatus() >= SERVER_ERROR && !FULL.matcher(words).find()
          ? StageFailure.away(
              "tried to %s the compile container but the Docker engine answered: %s"
                  .formatted(verb, words),
              refusal)
          : refusal;
    }
    return StageFailure.user(
        "tried to %s the compile container in the project's folder '%s' but the Docker engine answered: %s; mend the project's directory, builder, command or limits"
            .formatted(verb, order.directory(), words));
  }
}
